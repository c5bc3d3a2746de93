using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Releases;

/// <summary>Where apps of a campaign listen, such as <c>stable</c>. Written campaign/name.</summary>
[GenerateSerializer, Immutable, Alias("channel-id")]
public readonly record struct ChannelId(CampaignId Campaign, string Name)
{
    public const string Stable = "stable";

    /// <exception cref="FormatException">Not of the form campaign/name.</exception>
    public static ChannelId Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && CampaignId.IsValid(text[..slash]) && CampaignId.IsValid(text[(slash + 1)..])
            ? new ChannelId(new CampaignId(text[..slash]), text[(slash + 1)..])
            : throw new FormatException($"'{text}' is not a channel: expected campaign/name.");
    }

    public override string ToString() => $"{Campaign}/{Name}";
}
