using System.Text.Json;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Datasets;

namespace Crowdsource.Cli.Demo.Plan;

/// <summary>A folder of photos: one folder per label, named freely; or a dataset from this system, whose manifest says what is what.</summary>
/// <param name="Photos">Ordered by label and file name.</param>
/// <param name="Ignored">Files that are not JPEG, PNG or WebP by their name.</param>
internal sealed record PhotoFolder(IReadOnlyList<PhotoFile> Photos, int Ignored)
{
    private static readonly string[] s_extensions = [".jpg", ".jpeg", ".png", ".webp"];

    public IReadOnlyList<string> Labels => [.. Photos.Select(photo => photo.Label).Distinct()];

    /// <exception cref="CliException">There is no such folder, or nothing in it to classify.</exception>
    public static PhotoFolder Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CliException($"There is no folder '{folder}'. Name a folder that holds one folder of photos per label.");
        }

        var manifest = Path.Combine(folder, DatasetPhoto.Manifest);
        if (File.Exists(manifest))
        {
            return Dataset(folder, manifest);
        }

        var files = Directory.EnumerateDirectories(folder)
            .Where(label => !Path.GetFileName(label).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .SelectMany(label => Directory.EnumerateFiles(label).Order(StringComparer.Ordinal)
                .Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Select(path => new PhotoFile(Path.GetFileName(label), path, new FileInfo(path).Length)))
            .ToLookup(file => s_extensions.Contains(Path.GetExtension(file.Path), StringComparer.OrdinalIgnoreCase));
        return files[true].Any()
            ? new PhotoFolder([.. files[true]], files[false].Count())
            : throw new CliException($"There are no photos in '{folder}'. It should hold one folder per label, with JPEG, PNG or WebP files in it.");
    }

    private static PhotoFolder Dataset(string folder, string manifest)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var photos = new List<PhotoFile>();
        foreach (var (line, number) in File.ReadLines(manifest).Select((line, index) => (line, index + 1)))
        {
            var photo = Parse(line);
            var path = photo is not null ? Path.GetFullPath(Path.Combine(root, photo.File)) : "";
            if (!path.StartsWith(root, StringComparison.Ordinal) || !File.Exists(path))
            {
                throw new CliException($"Line {number} of '{manifest}' names no photo in the folder.");
            }

            photos.Add(new PhotoFile(photo!.Label, path, new FileInfo(path).Length, photo.CapturedAt));
        }

        return photos.Count > 0 ? new PhotoFolder(photos, 0) : throw new CliException($"There are no photos in '{folder}'.");
    }

    private static DatasetPhoto? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<DatasetPhoto>(line, ProtocolJson.Options) is { File: not null, Label: not null } photo ? photo : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
