using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Storage;
using Crowdsource.Vision;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Snapshots;

/// <summary>Makes networks' inputs from the clean masters of a snapshot, several photos at a time, a few in memory.</summary>
internal sealed class MasterPictures(IBlobStore blobs, IVision vision, IOptions<TrainerOptions> options)
{
    /// <summary>Runs <paramref name="use"/> for each photo, in parallel and in no order.</summary>
    /// <param name="photos">Which photos.</param>
    /// <param name="use">Gets a photo and its index; called from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task ForEach(
        IReadOnlyList<SnapshotPhoto> photos, Func<int, SnapshotPhoto, CancellationToken, Task> use, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, photos.Count),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism, CancellationToken = cancellationToken },
            async (index, token) => await use(index, photos[index], token));

    /// <summary>The inputs for the views of a photo, in their order.</summary>
    /// <exception cref="InvalidDataException">The master is gone or damaged.</exception>
    /// <exception cref="VisionFailedException">Two children failed on it.</exception>
    public async Task<IReadOnlyList<RgbImage>> Prepare(SnapshotPhoto photo, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken)
    {
        var master = await blobs.ReadAll(new BlobDigest(photo.Photo), cancellationToken);
        try
        {
            return await vision.Prepare(master, views, cancellationToken);
        }
        catch (VisionFailedException)
        {
            // A master is a picture of our own: most likely the machine was short of something. A night is worth a second child.
            return await vision.Prepare(master, views, cancellationToken);
        }
    }
}
