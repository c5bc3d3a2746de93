using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Submissions;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Trainer.Training;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>Keeps what a night found beyond its report.</summary>
internal sealed class EvaluationArchive(IBlobStore blobs)
{
    public async Task<BlobDigest> Put(Snapshot snapshot, TrainedModel trained, EvaluationResult result, CancellationToken cancellationToken) =>
        (await blobs.Put(Detail(snapshot, trained, result).ToJson(), cancellationToken)).Digest;

    private static EvaluationDetail Detail(Snapshot snapshot, TrainedModel trained, EvaluationResult result)
    {
        var counts = snapshot.Photos.CountBy(photo => (photo.Label, photo.Split)).ToDictionary();
        return new EvaluationDetail
        {
            Grouping = snapshot.Grouping,
            Contributors = snapshot.Photos.Select(photo => photo.Contributor).Distinct().Count(),
            Groups = snapshot.Photos.Select(photo => photo.Group).Distinct().Count(),
            Consents = [.. snapshot.Photos.CountBy(photo => photo.Consent).OrderBy(consent => consent.Key).Select(consent => new ConsentCount(consent.Key, consent.Value))],
            Labels =
            [
                .. snapshot.Labels.Zip(result.Upright.Labels, (label, score) => new LabelDetail(
                    label.Id, label.Name, Count(label, Split.Train), Count(label, Split.Validation), Count(label, Split.Test),
                    Count(label, Split.Anchor), score.Right, label.NoneOfThese)),
            ],
            Confusion = result.Upright.Confusion,
            Reliability = result.Reliability,
            AbstainBelow = trained.AbstainBelow,
            Attribution = trained.Attribution,
            Champion = result.Changes,
        };

        int Count(SnapshotLabel label, Split split) => counts.GetValueOrDefault((label.Id, split));
    }
}
