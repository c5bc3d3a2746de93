using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Work;

namespace Crowdsource.Contracts.Grains;

/// <summary>What apps are offered. Key: campaign/name.</summary>
[Alias("channel-grain")]
public interface IChannelGrain : IGrainWithStringKey
{
    /// <summary>Offers a version; null when the campaign has no such version. A version that all devices have is not taken back to a share of them.</summary>
    /// <param name="version">The model version.</param>
    /// <param name="share">To how many of <see cref="Cohort.Places"/> devices, 1 to 10,000.</param>
    /// <param name="by">Who: a token's name, or the night.</param>
    /// <param name="ticket">The work that this closes; null when a person releases.</param>
    [Alias("release")]
    Task<ChannelState?> Release(int version, int share, string by, WorkTicket? ticket);

    /// <summary>Stops offering a version, to all or to a share; null when it is not offered.</summary>
    [Alias("withdraw")]
    Task<ChannelState?> Withdraw(int version, string by);

    /// <summary>The state; null when the channel never offered anything.</summary>
    [Alias("get")]
    Task<ChannelState?> Get();
}
