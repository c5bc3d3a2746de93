using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Orleans;

namespace Crowdsource.Domain.Volunteers;

/// <summary>Who contributes.</summary>
[GenerateSerializer, Immutable, Alias("volunteer")]
public sealed record VolunteerState
{
    [Id(0)] public required VolunteerId Id { get; init; }
    [Id(1)] public required ContributorKey Contributor { get; init; }

    /// <summary>The public name; unique whatever its case.</summary>
    [Id(2)] public required string Pseudonym { get; init; }

    /// <summary>Whether leaderboards and newsletters may show the pseudonym.</summary>
    [Id(3)] public bool ShowOnLeaderboard { get; init; }
    [Id(4)] public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>The latest consent per campaign; the ledger of <see cref="ConsentEntry"/> has them all.</summary>
    [Id(5)] public ImmutableArray<GivenConsent> Consents { get; init; } = [];

    /// <summary>When the volunteer asked to be forgotten; what is left is a row that nothing leads to.</summary>
    [Id(6)] public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Where the volunteer's days begin: an IANA time zone.</summary>
    [Id(7)] public string TimeZone { get; init; } = "UTC";

    /// <summary>Photos a week that the volunteer aims at, 1 to 500.</summary>
    [Id(8)] public int WeeklyGoal { get; init; } = StreakRules.DefaultWeeklyGoal;

    /// <summary>An owner's own: no daily quota holds.</summary>
    [Id(9)] public bool Unlimited { get; init; }

    /// <summary>Where photos are located only roughly; null: nowhere.</summary>
    [Id(10)] public HomeZone? HomeZone { get; init; }

    /// <summary>What makes two pseudonyms the same: their letters, whatever the case.</summary>
    public static string PseudonymKey(string pseudonym) => pseudonym.ToUpperInvariant();

    public GivenConsent? ConsentTo(CampaignId campaign) => Consents.FirstOrDefault(consent => consent.Campaign == campaign);
}
