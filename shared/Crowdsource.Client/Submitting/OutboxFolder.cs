using System.Collections.Concurrent;
using System.Text.Json;
using Crowdsource.Client.Files;

namespace Crowdsource.Client.Submitting;

/// <summary>
/// Photos that wait for a connection, on the phone's disk: they outlive the app. A photo leaves when the server has it, or moves to the
/// folder <c>refused</c> when the server will never take it; without a network, or while consent or token are missing, it stays.
/// </summary>
public sealed class OutboxFolder
{
    private const string PhotoSuffix = ".photo";
    private const string NoteSuffix = ".json";
    private const string RefusedFolder = "refused";

    private readonly string _folder;
    private readonly TimeProvider _clock;

    private OutboxFolder(string folder, TimeProvider clock) => (_folder, _clock) = (folder, clock);

    /// <summary>Opens or creates the folder, and removes what was half written when the app died.</summary>
    /// <param name="folder">Used by nobody else, and by one process at a time.</param>
    /// <param name="clock">For the ids, which are ordered by time.</param>
    public static OutboxFolder Open(string folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Directory.CreateDirectory(Path.Combine(folder, RefusedFolder));
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            // The note is written last: a photo without one was never promised to anybody.
            if (path.EndsWith(DurableFile.PartialSuffix, StringComparison.Ordinal)
                || (path.EndsWith(PhotoSuffix, StringComparison.Ordinal) && !File.Exists(Path.ChangeExtension(path, NoteSuffix))))
            {
                File.Delete(path);
            }
        }

        return new OutboxFolder(folder, clock);
    }

    /// <summary>Queues a photo. When the task completes, it survives the death of the app and of the phone.</summary>
    /// <param name="campaign">Where to.</param>
    /// <param name="label">What it shows: the label's name.</param>
    /// <param name="capturedAt">When it was taken.</param>
    /// <param name="photo">The file as the camera made it, read to its end.</param>
    /// <param name="cancellationToken">Leaves nothing behind.</param>
    public async Task<QueuedPhoto> Add(string campaign, string label, DateTimeOffset capturedAt, Stream photo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var queued = new QueuedPhoto(Guid.CreateVersion7(_clock.GetUtcNow()), campaign, label, capturedAt);
        var path = PathOf(queued.Id, PhotoSuffix);
        var partial = path + DurableFile.PartialSuffix;
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await photo.CopyToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            DurableFile.Publish(partial, path);
            await DurableFile.Write(
                PathOf(queued.Id, NoteSuffix), JsonSerializer.SerializeToUtf8Bytes(queued, ClientJson.Default.QueuedPhoto), cancellationToken);
            return queued;
        }
        catch
        {
            File.Delete(partial);
            File.Delete(path);
            throw;
        }
    }

    /// <summary>What still has to be sent, oldest first.</summary>
    public IReadOnlyList<QueuedPhoto> Waiting() =>
        [.. Directory.EnumerateFiles(_folder, $"*{NoteSuffix}").Order(StringComparer.Ordinal).Select(Read).OfType<QueuedPhoto>()];

    /// <summary>Sends everything that waits.</summary>
    /// <param name="client">As whom.</param>
    /// <param name="parallel">How many at once, at least 1.</param>
    /// <param name="cancellationToken">Cancels; what was not answered stays.</param>
    public async Task<IReadOnlyList<OutboxResult>> Send(CrowdsourceClient client, int parallel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var results = new ConcurrentBag<OutboxResult>();
        await Parallel.ForEachAsync(
            Waiting(),
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            async (photo, token) => results.Add(new OutboxResult(photo, await Send(client, photo, token))));
        return [.. results.OrderBy(result => result.Photo.Id)];
    }

    private async Task<SubmitResult?> Send(CrowdsourceClient client, QueuedPhoto photo, CancellationToken cancellationToken)
    {
        SubmitResult result;
        try
        {
            result = await client.Submit(photo, () => File.OpenRead(PathOf(photo.Id, PhotoSuffix)), cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }

        if (result is SubmitResult.Accepted)
        {
            // The note first: what is left of a photo without a note is swept at the next start.
            File.Delete(PathOf(photo.Id, NoteSuffix));
            File.Delete(PathOf(photo.Id, PhotoSuffix));
        }
        else if (result is SubmitResult.Refused { Problem.Status: >= 400 and < 500 and not (401 or 403 or 408 or 429) })
        {
            File.Move(PathOf(photo.Id, PhotoSuffix), Path.Combine(_folder, RefusedFolder, photo.Id + PhotoSuffix), overwrite: true);
            File.Move(PathOf(photo.Id, NoteSuffix), Path.Combine(_folder, RefusedFolder, photo.Id + NoteSuffix), overwrite: true);
        }

        return result;
    }

    private static QueuedPhoto? Read(string path) => JsonSerializer.Deserialize(File.ReadAllBytes(path), ClientJson.Default.QueuedPhoto);

    private string PathOf(Guid id, string suffix) => Path.Combine(_folder, id + suffix);
}
