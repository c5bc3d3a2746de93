using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>A night of a campaign: numbered from 1 in the order in which they were opened. Written campaign/number.</summary>
[GenerateSerializer, Immutable, Alias("night-id")]
public readonly record struct NightId(CampaignId Campaign, int Number)
{
    /// <exception cref="FormatException">Not of the form campaign/number.</exception>
    public static NightId Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 && CampaignId.IsValid(text[..slash]) && int.TryParse(text.AsSpan(slash + 1), out var number) && number > 0
            ? new NightId(new CampaignId(text[..slash]), number)
            : throw new FormatException($"'{text}' is not a night: expected campaign/number.");
    }

    public override string ToString() => $"{Campaign}/{Number}";
}
