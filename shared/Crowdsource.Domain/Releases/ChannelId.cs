using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Releases;

/// <summary>Where apps of a campaign listen, such as <c>stable</c>. Written campaign/name.</summary>
[GenerateSerializer, Immutable, Alias("channel-id")]
public readonly record struct ChannelId
{
    public const string Stable = "stable";

    /// <exception cref="FormatException">Not of the form campaign/name.</exception>
    public ChannelId(string value)
    {
        if (value.Split('/') is not [var campaign, var name] || !CampaignId.IsValid(campaign) || !CampaignId.IsValid(name))
        {
            throw new FormatException($"'{value}' is not a channel: expected campaign/name.");
        }

        Value = value;
    }

    public ChannelId(CampaignId campaign, string name)
        : this($"{campaign}/{name}")
    {
    }

    [Id(0)] public string Value { get; }

    public CampaignId Campaign => new(Value[..Value.IndexOf('/', StringComparison.Ordinal)]);

    public string Name => Value[(Value.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Value;
}
