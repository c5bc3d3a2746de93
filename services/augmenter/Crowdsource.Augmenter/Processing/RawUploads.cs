using Crowdsource.Catalogue;
using Crowdsource.Domain.Submissions;
using Crowdsource.Storage;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Augmenter.Processing;

/// <summary>The bytes as volunteers sent them, with whatever their phones wrote into them: kept only until the photo is settled.</summary>
internal sealed class RawUploads(ICatalogue catalogue, IBlobStore blobs)
{
    /// <exception cref="FileNotFoundException">The blob is gone.</exception>
    public async Task<ReadOnlyMemory<byte>> Read(SubmissionState submission, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenRead(submission.Upload, cancellationToken)
            ?? throw new FileNotFoundException($"The upload {submission.Upload} of submission {submission.Id} is not in the blob store.");
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>
    /// Another submission of the very same bytes whose processing is done, of whatever campaign; null when there is none. What holds for it
    /// holds here, and its upload may be deleted at the moment when the same bytes come in again.
    /// </summary>
    public Task<SubmissionState?> FindSettledTwin(SubmissionState submission, CancellationToken cancellationToken) =>
        catalogue.Read(
            (db, token) => db.Set<SubmissionState>()
                .Where(other => other.Upload == submission.Upload && other.Id != submission.Id)
                .Where(other => other.Findings != null || other.Rejection != null)
                .FirstOrDefaultAsync(token),
            cancellationToken);

    /// <summary>Deletes the upload, unless another submission of the same bytes still waits.</summary>
    public async Task Discard(SubmissionState settled, CancellationToken cancellationToken)
    {
        var needed = await catalogue.Read(
            (db, token) => db.Set<SubmissionState>().AnyAsync(
                other => other.Upload == settled.Upload && other.Id != settled.Id && other.Status == SubmissionStatus.Received, token),
            cancellationToken);
        if (!needed)
        {
            await blobs.Delete(settled.Upload, cancellationToken);
        }
    }
}
