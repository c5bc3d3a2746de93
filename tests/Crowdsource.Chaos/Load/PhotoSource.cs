using Crowdsource.Testing;

namespace Crowdsource.Chaos.Load;

/// <summary>Photos, each given to one volunteer.</summary>
public sealed class PhotoSource
{
    private const int PerTurn = 24;
    private const int ProbeSeeds = 5_000_000;

    private readonly Func<int, (string Label, byte[] Photo)> _take;
    private readonly int _count;
    private int _given;

    private PhotoSource(IReadOnlyList<string> labels, int count, Func<int, (string Label, byte[] Photo)> take) =>
        (Labels, _count, _take) = (labels, count, take);

    public IReadOnlyList<string> Labels { get; }

    /// <summary>What is left to give.</summary>
    public int Left => Math.Max(0, _count - Volatile.Read(ref _given));

    /// <summary>Made on the spot, no two alike.</summary>
    public static PhotoSource Synthetic(int count = int.MaxValue) =>
        new(TestPhotos.Labels, count, serial => (TestPhotos.Labels[serial % 2], TestPhotos.Make(TestPhotos.Labels[serial % 2], serial)));

    /// <summary>Of a folder with a folder per label: some of one label, some of the next, so that there is soon something to learn, then more of each.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or it has no photos.</exception>
    public static PhotoSource Folder(string folder, int most)
    {
        var labels = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).ToList();
        var files = labels
            .SelectMany(label => Directory.GetFiles(label).Order(StringComparer.Ordinal).Select((file, place) => (Place: place, File: file)))
            .OrderBy(photo => photo.Place / PerTurn).Select(photo => photo.File).ToList();
        return files.Count == 0
            ? throw new DirectoryNotFoundException($"{folder} has no photos in folders of their labels.")
            : new([.. labels.Select(label => Path.GetFileName(label))], Math.Min(most, files.Count), serial =>
                (Path.GetFileName(Path.GetDirectoryName(files[serial - 1])!), File.ReadAllBytes(files[serial - 1])));
    }

    /// <summary>One photo after the other for whoever looks whether all is well again.</summary>
    public PhotoSource ForProbes() => new(Labels, int.MaxValue, serial => (Labels[serial % Labels.Count], TestPhotos.Make(TestPhotos.Labels[serial % 2], ProbeSeeds + serial)));

    /// <returns>Null when there are no more; numbered from 1.</returns>
    public (int Serial, string Label, byte[] Photo)? Next()
    {
        var serial = Interlocked.Increment(ref _given);
        if (serial > _count)
        {
            return null;
        }

        var (label, photo) = _take(serial);
        return (serial, label, photo);
    }
}
