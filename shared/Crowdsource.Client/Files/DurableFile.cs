using System.Runtime.InteropServices;

namespace Crowdsource.Client.Files;

/// <summary>Files that are there whole or not at all, whenever the app or the phone dies.</summary>
internal static partial class DurableFile
{
    public const string PartialSuffix = ".part";

    public static async Task Write(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var partial = path + PartialSuffix;
        await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(content, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        Publish(partial, path);
    }

    /// <summary>Gives a file, which is on disk, its final name for good.</summary>
    public static void Publish(string partial, string path)
    {
        File.Move(partial, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes names durable. Where the system does not let folders be opened (Windows), the file system's journal does it.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const int ReadOnly = 0;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            return;
        }

        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
