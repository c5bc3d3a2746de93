using System.Globalization;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>A night of a campaign: numbered from 1 in the order in which they were opened. Written campaign/number.</summary>
[GenerateSerializer, Immutable, Alias("night-id")]
public readonly record struct NightId
{
    /// <exception cref="FormatException">Not of the form campaign/number.</exception>
    public NightId(string value)
    {
        // One name per night: no signs, spaces or leading zeros.
        if (value.Split('/') is not [var campaign, var number] || !CampaignId.IsValid(campaign)
            || number is not [>= '1' and <= '9', ..] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new FormatException($"'{value}' is not a night: expected campaign/number.");
        }

        Value = value;
    }

    public NightId(CampaignId campaign, int number)
        : this($"{campaign}/{number}")
    {
    }

    [Id(0)] public string Value { get; }

    public CampaignId Campaign => new(Value[..Value.IndexOf('/', StringComparison.Ordinal)]);

    public int Number => int.Parse(Value.AsSpan(Value.IndexOf('/', StringComparison.Ordinal) + 1));

    public override string ToString() => Value;
}
