using System.Collections.Concurrent;
using Crowdsource.Cli.Demo.People;
using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Demo.Summary;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Submissions;

namespace Crowdsource.Cli.Demo;

/// <summary>At the end every photo that was acknowledged is asked for, and what became of it is held against what it was.</summary>
internal sealed class Reckoning(DemoScene scene, Volunteers volunteers)
{
    private const int AtOnce = 8;

    public async Task<PhotoCounts> Count(CancellationToken cancellation)
    {
        var acknowledged = volunteers.Acknowledged.ToHashSet();
        var uploads = scene.Plan.Uploads.Where(upload => acknowledged.Contains(upload.Id)).ToList();
        var found = new ConcurrentDictionary<Guid, SubmissionResponse>();
        await scene.WithProgress($"Every one of {uploads.Count} acknowledged photos is looked up", uploads.Count, task =>
            Parallel.ForEachAsync(uploads, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (upload, stop) =>
            {
                if (await volunteers.Look(upload, stop) is { } submission)
                {
                    found[upload.Id] = submission;
                }
                else
                {
                    scene.Complain($"{upload.Kind} {upload.Id} was acknowledged and is not there");
                }

                task.Increment(1);
            }));

        var final = found.Values.Where(photo => photo.Status is SubmissionStatus.Accepted or SubmissionStatus.Rejected or SubmissionStatus.Duplicate).ToList();
        foreach (var upload in uploads)
        {
            CheckFate(upload, found);
        }

        var lost = uploads.Count - final.Count;
        scene.Check(lost == 0, $"{lost} acknowledged photos are lost: they are gone or not in a final state");
        return new PhotoCounts(
            scene.Plan.Uploads.Count,
            uploads.Count,
            final.Count(photo => photo.Status == SubmissionStatus.Accepted),
            final.Where(photo => photo.Status == SubmissionStatus.Rejected)
                .CountBy(photo => photo.Reason?.Code ?? "without-a-code")
                .OrderBy(code => code.Key, StringComparer.Ordinal)
                .ToDictionary(),
            final.Count(photo => photo.Status == SubmissionStatus.Duplicate),
            lost);
    }

    private void CheckFate(PlannedUpload upload, ConcurrentDictionary<Guid, SubmissionResponse> found)
    {
        if (!found.TryGetValue(upload.Id, out var photo))
        {
            return;
        }

        var right = upload.Kind switch
        {
            UploadKind.Hostile => photo is { Status: SubmissionStatus.Rejected, Reason: not null },
            UploadKind.Empty => photo.Status is SubmissionStatus.Rejected,
            // Which of the two was seen first does not matter; a photo that cannot be used has no duplicates.
            UploadKind.ExactCopy or UploadKind.OtherMetadata or UploadKind.NearDuplicate =>
                photo.Status is SubmissionStatus.Duplicate or SubmissionStatus.Rejected
                || (found.TryGetValue(upload.Original!.Value, out var original) && original.Status == SubmissionStatus.Duplicate),
            _ => photo.Status is SubmissionStatus.Accepted or SubmissionStatus.Rejected or SubmissionStatus.Duplicate,
        };
        scene.Check(right, $"{upload.Kind} {upload.Id} (number {upload.Number}) ended {photo.Status} {photo.Reason?.Code}".TrimEnd());
    }
}
