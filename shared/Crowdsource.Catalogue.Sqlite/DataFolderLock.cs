namespace Crowdsource.Catalogue.Sqlite;

/// <summary>Keeps every other process out of a data folder for as long as this one lives; the kernel lets go when it dies.</summary>
public sealed class DataFolderLock : IDisposable
{
    private const string FileName = "in-use";
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="DataFolderInUseException">Another process has it.</exception>
    public static DataFolderLock Acquire(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        FileStream file;
        try
        {
            // On Unix this is flock(LOCK_EX | LOCK_NB).
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new DataFolderInUseException(Path.GetFullPath(folder), Holder(path));
        }

        file.SetLength(0);
        file.Write(System.Text.Encoding.UTF8.GetBytes($"process {Environment.ProcessId} on {Environment.MachineName}"));
        file.Flush();
        return new DataFolderLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd() is { Length: > 0 } holder ? holder : "a process that has just started";
    }
}
