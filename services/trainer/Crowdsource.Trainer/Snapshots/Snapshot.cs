using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;

namespace Crowdsource.Trainer.Snapshots;

/// <summary>The frozen list of photos, labels and splits that a night works on. Stored as canonical JSON under its SHA-256: equal content, equal digest.</summary>
/// <param name="Campaign">The campaign's id.</param>
/// <param name="Grouping">What splits and folds keep together: <c>session</c> or <c>contributor</c>.</param>
/// <param name="Labels">The mature labels in the order of their ids, which is that of the model's outputs.</param>
/// <param name="LeftOut">Names of the labels in use with too few photos.</param>
/// <param name="Photos">Accepted photos of the mature labels, and rejected ones of something else where a mature label stands for that, in ordinal order of their digests.</param>
internal sealed record Snapshot(
    string Campaign,
    string Grouping,
    ImmutableArray<SnapshotLabel> Labels,
    ImmutableArray<string> LeftOut,
    ImmutableArray<SnapshotPhoto> Photos)
{
    public IEnumerable<SnapshotPhoto> Of(Split split) => Photos.Where(photo => photo.Split == split);

    /// <summary>What the night learns from: to fit (train) and to choose by (validation).</summary>
    public IEnumerable<SnapshotPhoto> TrainingPart => Photos.Where(photo => photo.Split is Split.Train or Split.Validation);

    /// <summary>The position of each label id among the model's outputs.</summary>
    public IReadOnlyDictionary<int, int> Outputs() => Labels.Select((label, index) => (label.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);

    /// <summary>The output that stands for all that no other label is; null when there is none.</summary>
    public int? NoneOfThese => Labels.Select((label, index) => (label, index)).Where(pair => pair.label.NoneOfThese).Select(pair => (int?)pair.index).FirstOrDefault();

    /// <summary>Photos of the training part that <paramref name="earlier"/> did not have in it, or had under another label.</summary>
    public IEnumerable<SnapshotPhoto> NewSince(Snapshot? earlier)
    {
        var known = Known(earlier);
        return TrainingPart.Where(photo => !known.Contains((photo.Photo, photo.Label)));
    }

    /// <summary>
    /// How many photos of the training part came, changed their label or went since <paramref name="earlier"/>, and how many labels have
    /// another name or meaning: phones learn it with the next model.
    /// </summary>
    public int ChangesSince(Snapshot? earlier) =>
        NewSince(earlier).Count() + (earlier is null ? 0 : earlier.NewSince(this).Count() + Labels.Except(earlier.Labels).Count());

    /// <summary>Whether all its labels and photos are in a later snapshot too, for the same purpose.</summary>
    public bool IsPartOf(Snapshot later) =>
        Grouping == later.Grouping && Labels.All(later.Labels.Contains)
        && Photos.Select(Use).ToHashSet().IsSubsetOf(later.Photos.Select(Use));

    /// <summary>The same photos under the labels as which they count by now.</summary>
    public Snapshot Under(CampaignState campaign) => this with
    {
        Photos = [.. Photos.Select(photo => photo with { Label = campaign.CountsAs(new LabelId(photo.Label)).Value })],
    };

    private static (string Photo, int Label, Split Split) Use(SnapshotPhoto photo) => (photo.Photo, photo.Label, photo.Split);

    private static HashSet<(string Photo, int Label)> Known(Snapshot? snapshot) =>
        snapshot is null ? [] : [.. snapshot.TrainingPart.Select(photo => (photo.Photo, photo.Label))];
}
