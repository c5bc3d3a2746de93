namespace Crowdsource.Storage;

/// <summary>Keeps room on the disk for the catalogue's log, so that a full disk refuses photos and loses nothing.</summary>
/// <param name="reserveBytes">How much stays free.</param>
/// <param name="freeBytes">Asks the disk.</param>
public sealed class DiskReserve(long reserveBytes, Func<long> freeBytes)
{
    /// <summary>The reserve of the disk that holds a folder.</summary>
    public static DiskReserve Of(string folder, long reserveBytes)
    {
        var disk = new DriveInfo(Path.GetFullPath(folder));
        return new DiskReserve(reserveBytes, () => disk.AvailableFreeSpace);
    }

    /// <summary>Whether so many more bytes leave the reserve untouched.</summary>
    public bool Allows(long bytes) => freeBytes() - bytes >= reserveBytes;

    /// <exception cref="InsufficientStorageException">They would not fit.</exception>
    public void Demand(long bytes)
    {
        if (!Allows(bytes))
        {
            throw new InsufficientStorageException($"The disk must keep {reserveBytes} bytes free.");
        }
    }
}
