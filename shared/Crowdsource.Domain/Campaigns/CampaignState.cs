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

    /// <summary>How its nights train.</summary>
    [Id(13)] public TrainingStrategy Strategy { get; init; }

    /// <summary>The consent text of a version; null when there never was one.</summary>
    public ConsentText? FindConsent(int version) =>
        Consent.Version == version ? Consent : EarlierConsents.FirstOrDefault(consent => consent.Version == version);

    /// <summary>What volunteers see and models learn.</summary>
    public IEnumerable<Label> LabelsInUse => Labels.Where(label => label.InUse);

    /// <summary>The label in use of all that no other label is; null where there is none.</summary>
    public Label? NoneOfThese => LabelsInUse.FirstOrDefault(label => label.NoneOfThese);

    public Label? FindLabel(LabelId id) => Labels.FirstOrDefault(label => label.Id == id);

    /// <summary>By its name; the one in use where others had that name before, then one that was merged: apps in the field say what they know.</summary>
    public Label? FindLabel(string name) => Labels.Where(label => label.Name == name).MinBy(label => label.InUse ? 0 : label.Retired ? 2 : 1);

    /// <summary>As what photos of this label count: itself, or where the merges lead; null when there is no such label.</summary>
    public Label? Resolve(LabelId id)
    {
        var label = FindLabel(id);
        while (label is { MergedInto: { } next })
        {
            label = FindLabel(next);
        }

        return label;
    }

    /// <summary>The number of <see cref="Resolve"/>.</summary>
    public LabelId CountsAs(LabelId id) => Resolve(id)?.Id ?? id;

    /// <summary>The labels whose photos count as those of this one, which is among them unless it is merged.</summary>
    public IReadOnlyList<LabelId> AllThatCountAs(LabelId id) => [.. Labels.Select(label => label.Id).Where(other => CountsAs(other) == id)];
}
