using System.Text.RegularExpressions;
using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>A campaign's name in addresses: 1 to 40 lower-case letters, digits and inner hyphens.</summary>
[GenerateSerializer, Immutable, Alias("campaign-id")]
public readonly partial record struct CampaignId
{
    public CampaignId(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException("A campaign id has 1 to 40 lower-case letters, digits and inner hyphens.", nameof(value));
        }

        Value = value;
    }

    [Id(0)] public string Value { get; }

    public static bool IsValid(string? value) => value is { Length: >= 1 and <= 40 } && Pattern().IsMatch(value);

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
