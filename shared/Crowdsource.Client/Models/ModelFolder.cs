using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Client.Files;
using Crowdsource.Domain.Blobs;

namespace Crowdsource.Client.Models;

/// <summary>
/// What the phone keeps: <c>bundles/&lt;digest&gt;</c> (complete and verified), <c>staging/&lt;digest&gt;</c> (on its way), and small files
/// that are replaced as a whole. Only the pointer <c>current</c> makes a bundle active, so dying anywhere leaves the old one active.
/// </summary>
internal sealed class ModelFolder
{
    private const int RememberedRefusals = 50;
    private static readonly string s_sdk = typeof(ModelFolder).Assembly.GetName().Version!.ToString();

    private readonly string _root;

    public ModelFolder(string root)
    {
        _root = Path.GetFullPath(root);
        Directory.CreateDirectory(Bundles);
        Directory.CreateDirectory(Staging);
        Directory.CreateDirectory(Receipts);
    }

    public string Receipts => Path.Combine(_root, "receipts");

    private string Bundles => Path.Combine(_root, "bundles");

    private string Staging => Path.Combine(_root, "staging");

    private string PointerFile => Path.Combine(_root, "current");

    private string ChannelFile => Path.Combine(_root, "channel.json");

    private string RefusedFile => Path.Combine(_root, "refused.json");

    private string DeviceFile => Path.Combine(_root, "device");

    public string BundleFolder(BlobDigest digest) => Path.Combine(Bundles, digest.Value);

    public string StagingFolder(BlobDigest digest) => Path.Combine(Staging, digest.Value);

    /// <summary>Held during an update; null when another one holds it.</summary>
    public FileStream? TryLock()
    {
        try
        {
            return new FileStream(Path.Combine(_root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public ActivePointer? Active() => Read(PointerFile, ClientJson.Default.ActivePointer);

    public Task Activate(ActivePointer pointer, CancellationToken cancellationToken) =>
        Write(PointerFile, pointer, ClientJson.Default.ActivePointer, cancellationToken);

    public void Deactivate() => File.Delete(PointerFile);

    public KnownChannel? Channel() => Read(ChannelFile, ClientJson.Default.KnownChannel);

    public Task Remember(KnownChannel channel, CancellationToken cancellationToken) =>
        Write(ChannelFile, channel, ClientJson.Default.KnownChannel, cancellationToken);

    public RefusedBundle? Refusal(BlobDigest digest) =>
        Refusals().FirstOrDefault(refused => refused.Digest == digest.Value && refused.Sdk == s_sdk);

    public Task Refuse(BlobDigest digest, int version, string code, string detail, CancellationToken cancellationToken)
    {
        var refusals = Refusals().Where(refused => refused.Digest != digest.Value).TakeLast(RememberedRefusals - 1)
            .Append(new RefusedBundle(digest.Value, version, code, detail, s_sdk))
            .ToList();
        return Write(RefusedFile, refusals, ClientJson.Default.ListRefusedBundle, cancellationToken);
    }

    /// <summary>A random number of this installation.</summary>
    public async Task<Guid> Device(CancellationToken cancellationToken)
    {
        if (File.Exists(DeviceFile) && Guid.TryParse(await File.ReadAllTextAsync(DeviceFile, cancellationToken), out var device))
        {
            return device;
        }

        device = Guid.NewGuid();
        await DurableFile.Write(DeviceFile, System.Text.Encoding.ASCII.GetBytes(device.ToString()), cancellationToken);
        return device;
    }

    /// <summary>Moves a complete bundle to where it is activated from, for good.</summary>
    public void Keep(BlobDigest digest)
    {
        var folder = StagingFolder(digest);
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder))
        {
            DurableFile.SyncFolder(inner);
        }

        Directory.Move(folder, BundleFolder(digest));
        DurableFile.SyncFolder(Bundles);
    }

    public void DropStaged(BlobDigest digest) => Drop(StagingFolder(digest));

    public void DropBundle(BlobDigest digest) => Drop(BundleFolder(digest));

    /// <summary>Removes every bundle but the active and the last good one, and every begun download but the one that goes on.</summary>
    public void Sweep(BlobDigest? wanted)
    {
        var active = Active();
        string?[] kept = [active?.Digest, active?.LastGood?.Digest, wanted?.Value];
        foreach (var folder in Directory.EnumerateDirectories(Bundles).Concat(Directory.EnumerateDirectories(Staging)))
        {
            if (!kept.Contains(Path.GetFileName(folder)))
            {
                Drop(folder);
            }
        }
    }

    private static void Drop(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type) : null;
        }
        catch (JsonException)
        {
            // Written whole, so only a failing disk gets here: begin anew.
            return null;
        }
    }

    private static Task Write<T>(string path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(document, type), cancellationToken);

    private List<RefusedBundle> Refusals() => Read(RefusedFile, ClientJson.Default.ListRefusedBundle) ?? [];
}
