using System.Collections.Immutable;
using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>A classifier being built.</summary>
[GenerateSerializer, Immutable, Alias("campaign")]
public sealed record CampaignState
{
    [Id(0)] public required CampaignId Id { get; init; }
    [Id(1)] public required string Name { get; init; }
    [Id(2)] public required ImmutableArray<Label> Labels { get; init; }
    [Id(3)] public required ConsentText Consent { get; init; }

    /// <summary>Null: nights start by hand only.</summary>
    [Id(4)] public NightSchedule? Schedule { get; init; }

    /// <summary>When the next scheduled night starts; null without a schedule.</summary>
    [Id(5)] public DateTimeOffset? NextNightAt { get; init; }

    [Id(6)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The number of the last night that was opened; 0 before the first.</summary>
    [Id(7)] public int LastNight { get; init; }

    /// <summary>The campaign that this one was copied from, to try something out on the same photos.</summary>
    [Id(8)] public CampaignId? CopyOf { get; init; }

    [Id(9)] public CampaignStatus Status { get; init; } = CampaignStatus.Open;

    /// <summary>Consent texts that stood before <see cref="Consent"/>, oldest first: photos that were sent under them keep their licence.</summary>
    [Id(10)] public ImmutableArray<ConsentText> EarlierConsents { get; init; } = [];

    /// <summary>The weight of votes by which trusted volunteers decide in a curator's place; null: never.</summary>
    [Id(11)] public double? Consensus { get; init; }

    /// <summary>Whether volunteers are asked where their photos were taken.</summary>
    [Id(12)] public bool AsksLocation { get; init; }

    /// <summary>The consent text of a version; null when there never was one.</summary>
    public ConsentText? FindConsent(int version) =>
        Consent.Version == version ? Consent : EarlierConsents.FirstOrDefault(consent => consent.Version == version);

    public Label? FindLabel(LabelId id) => Labels.FirstOrDefault(label => label.Id == id);

    public Label? FindLabel(string name) => Labels.FirstOrDefault(label => label.Name == name);
}
