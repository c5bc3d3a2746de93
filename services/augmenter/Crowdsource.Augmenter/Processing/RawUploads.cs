using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Storage;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Augmenter.Processing;

/// <summary>The bytes as volunteers sent them, with whatever their phones wrote into them: kept only until the photo is settled.</summary>
internal sealed class RawUploads(ICatalogue catalogue, IUploadStore uploads)
{
    /// <exception cref="FileNotFoundException">The blob is gone.</exception>
    public async Task<ReadOnlyMemory<byte>> Read(SubmissionState submission, CancellationToken cancellationToken)
    {
        await using var stream = await uploads.OpenRead(submission.Upload, cancellationToken)
            ?? throw new FileNotFoundException($"The upload {submission.Upload} of submission {submission.Id} is not in the store of uploads.");
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>
    /// Another submission of the very same bytes whose processing is done, of whatever campaign, with where deletions stood when it referred
    /// to its blobs; null when there is none. What holds for it holds here,
    /// but for where the photo was taken: where that may be wanted, only what cannot be used has a twin.
    /// </summary>
    public Task<(SubmissionState Twin, long SweepMark)?> FindSettledTwin(SubmissionState submission, CancellationToken cancellationToken) =>
        catalogue.Read<(SubmissionState, long)?>(
            async (db, token) =>
            {
                var asksLocation = (await db.Load<CampaignState>(submission.Campaign, token))?.State.AsksLocation == true;
                return await db.Set<SubmissionState>()
                    .Where(other => other.Upload == submission.Upload && other.Id != submission.Id)
                    .Where(other => other.Findings != null ? !asksLocation : other.Rejection != null)
                    .FirstOrDefaultAsync(token) is { } twin
                        ? (twin, await db.SweepMark(token))
                        : null;
            },
            cancellationToken);
}
