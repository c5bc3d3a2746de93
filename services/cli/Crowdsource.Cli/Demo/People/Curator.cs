using System.Net;
using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Http;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Reviews;

namespace Crowdsource.Cli.Demo.People;

/// <summary>Looks at what volunteers sent: accepts, rejects with a reason, picks highlights, locks the anchor set.</summary>
internal sealed class Curator(DemoScene scene, ServerConnection server)
{
    private const int Highlights = 9;
    private const int LargestBatch = 200;

    private readonly HashSet<(string, DateTimeOffset)> _empty =
        [.. scene.Plan.Uploads.Where(upload => upload.Kind == UploadKind.Empty).Select(upload => (upload.Label, upload.CapturedAt))];

    /// <summary>Decides on everything that waits.</summary>
    /// <param name="campaign">The campaign or a copy of it.</param>
    /// <param name="labelFor">The label to accept a photo under; null keeps the claimed one.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>The accepted photos.</returns>
    public async Task<IReadOnlyList<Guid>> Review(string campaign, Func<ReviewItem, string?> labelFor, CancellationToken cancellation)
    {
        var queue = await server.List<ReviewItem>($"{DemoScene.PathOf(campaign)}/reviews", cancellation).ToListAsync(cancellation);
        // In an order that does not depend on which upload was the fastest.
        var waiting = queue.OrderBy(item => item.CapturedAt).ThenBy(item => item.Label, StringComparer.Ordinal).ToList();
        List<Guid> accepted = [];
        await scene.WithProgress($"Curator reviews {waiting.Count} photos of '{campaign}'", waiting.Count, async task =>
        {
            foreach (var batch in waiting.Chunk(LargestBatch))
            {
                var verdicts = batch.Select(item => _empty.Contains((item.Label, item.CapturedAt))
                    ? new BulkReviewItem(item.Submission, ReviewVerdict.Reject, RejectionCode.NoObject)
                    : new BulkReviewItem(item.Submission, ReviewVerdict.Accept, Label: labelFor(item)));
                var answers = await server.Post<BulkReviewRequest, BulkReviewResponse>(
                    $"{DemoScene.PathOf(campaign)}/reviews/bulk", new BulkReviewRequest([.. verdicts]), cancellation);
                foreach (var answer in answers.Items.Where(answer => answer.Problem is not null))
                {
                    scene.Complain($"the verdict on {answer.Submission} was refused: {answer.Problem!.Title} {answer.Problem.Detail}");
                }

                accepted.AddRange(answers.Items.Where(answer => answer.Status == SubmissionStatus.Accepted).Select(answer => answer.Submission));
                task.Increment(batch.Length);
            }
        });
        return accepted;
    }

    /// <summary>Picks photos for the newsletter; those whose volunteers did not agree to that are passed over by the server.</summary>
    public async Task PickHighlights(IReadOnlyList<Guid> accepted, CancellationToken cancellation)
    {
        var picked = 0;
        // From all over the list, so that different labels and volunteers are seen.
        foreach (var photo in accepted.Index().OrderBy(photo => photo.Index * 7919 % accepted.Count).Select(photo => photo.Item))
        {
            try
            {
                await server.Act(HttpMethod.Put, $"{DemoScene.PathOf()}/highlights/{photo}", cancellation);
                picked++;
            }
            catch (ServerRefusedException refused) when (refused.Status == HttpStatusCode.Conflict)
            {
                continue;
            }

            if (picked == Highlights)
            {
                break;
            }
        }

        scene.Say($"Curator picked {picked} highlights.");
    }

    /// <summary>Locks the test photos among these; the server says which they are.</summary>
    public async Task<int> LockAnchor(IReadOnlyList<Guid> photos, CancellationToken cancellation)
    {
        var locked = 0;
        foreach (var batch in photos.Chunk(LargestBatch))
        {
            var answer = await server.Put<AnchorRequest, AnchorResponse>($"{DemoScene.PathOf()}/anchor", new AnchorRequest(batch), cancellation);
            locked += answer.Locked.Count;
        }

        scene.Say($"Curator locked {locked} test photos as the anchor set.");
        return locked;
    }
}
