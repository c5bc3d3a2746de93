namespace Crowdsource.Catalogue.Sqlite;

/// <summary>Keeps every other process out of a data folder for as long as this one lives; the kernel lets go when it dies.</summary>
public sealed class DataFolderLock : IDisposable
{
    private const string FileName = "in-use";

    // Apart from the locked file, which nobody else can open.
    private const string HolderFileName = "in-use-by";
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
            throw new DataFolderInUseException(Path.GetFullPath(folder), Holder(folder));
        }

        File.WriteAllText(Path.Combine(folder, HolderFileName), $"process {Environment.ProcessId} on {Environment.MachineName}");
        return new DataFolderLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string folder)
    {
        var path = Path.Combine(folder, HolderFileName);
        return File.Exists(path) ? File.ReadAllText(path) : "a process that has just started";
    }
}
