using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Work;

namespace Crowdsource.Contracts.Grains;

/// <summary>What apps are offered. Key: campaign/name.</summary>
[Alias("channel-grain")]
public interface IChannelGrain : IGrainWithStringKey
{
    /// <summary>Offers a version; null when the campaign has no such version.</summary>
    /// <param name="version">The model version.</param>
    /// <param name="by">Who: a token's name, or the night.</param>
    /// <param name="ticket">The work that this closes; null when a person releases.</param>
    [Alias("release")]
    Task<ChannelState?> Release(int version, string by, WorkTicket? ticket);

    /// <summary>Stops offering a version; null when it is not what is offered.</summary>
    [Alias("withdraw")]
    Task<ChannelState?> Withdraw(int version, string by);

    /// <summary>The state; null when the channel never offered anything.</summary>
    [Alias("get")]
    Task<ChannelState?> Get();
}
