namespace Crowdsource.Cli.Demo.Plan;

/// <summary>A folder of photos: one folder per label, named freely.</summary>
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
}
