namespace Crowdsource.Storage.Files;

/// <summary>One file per upload, <c>owner.upload</c> in one folder; see <see cref="FilePartialUpload"/> for what is in it.</summary>
public sealed class FilePartialUploads : IPartialUploads
{
    private const string Unready = ".new";

    private readonly Lock _gate = new();
    private readonly string _root;
    private readonly DiskReserve _reserve;
    private readonly TimeProvider _clock;

    /// <param name="root">Of these uploads alone; made when absent.</param>
    /// <param name="reserve">How much of the disk stays free.</param>
    /// <param name="clock">Says what has expired.</param>
    public FilePartialUploads(string root, DiskReserve reserve, TimeProvider clock)
    {
        _root = Path.GetFullPath(root);
        _reserve = reserve;
        _clock = clock;
        Directory.CreateDirectory(_root);
        foreach (var interrupted in Directory.EnumerateFiles(_root, $"*{Unready}"))
        {
            File.Delete(interrupted);
        }

        FolderSync.Flush(Path.GetDirectoryName(_root) ?? _root);
    }

    public async Task<bool> Create(PartialUploadId id, PartialUploadPlan plan, int mostPerOwner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _reserve.Demand(plan.Length);
        var path = PathOf(id);
        var unready = $"{path}.{Path.GetRandomFileName()}{Unready}";
        lock (_gate)
        {
            if (Of(id.Owner).Count(other => other != path) >= mostPerOwner)
            {
                return false;
            }

            // Counts from now on.
            File.Create(unready).Dispose();
        }

        try
        {
            await FilePartialUpload.Begin(unready, plan, cancellationToken);
            File.Move(unready, path, overwrite: true);
            FolderSync.Flush(_root);
            return true;
        }
        catch (IOException exception) when (FilePartialUpload.IsFull(exception))
        {
            throw new InsufficientStorageException("The disk is full.", exception);
        }
        finally
        {
            File.Delete(unready);
        }
    }

    public async Task<IPartialUpload?> Open(PartialUploadId id, CancellationToken cancellationToken)
    {
        var upload = await FilePartialUpload.Open(PathOf(id), _reserve, cancellationToken);
        if (upload is null || upload.Plan.ExpiresAt > _clock.GetUtcNow())
        {
            return upload;
        }

        await upload.DisposeAsync();
        return null;
    }

    public Task DeleteAll(Guid owner, CancellationToken cancellationToken)
    {
        foreach (var path in Of(owner))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var swept = 0;
        foreach (var path in Directory.EnumerateFiles(_root).Where(path => !path.EndsWith(Unready, StringComparison.Ordinal)))
        {
            try
            {
                await using var upload = await FilePartialUpload.Open(path, _reserve, cancellationToken);
                if (upload is not null && upload.Plan.ExpiresAt <= _clock.GetUtcNow())
                {
                    await upload.Delete(cancellationToken);
                    swept++;
                }
            }
            catch (UploadInUseException)
            {
                // Next time.
            }
        }

        return swept;
    }

    private IEnumerable<string> Of(Guid owner) => Directory.EnumerateFiles(_root, $"{owner:N}.*");

    private string PathOf(PartialUploadId id) => Path.Combine(_root, $"{id.Owner:N}.{id.Upload:N}");
}
