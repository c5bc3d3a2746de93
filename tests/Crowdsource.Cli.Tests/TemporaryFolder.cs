namespace Crowdsource.Cli.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("crowdsource-cli-").FullName;

    /// <summary>Two labels with a file each that is a photo by its name.</summary>
    public string WithPhotos()
    {
        var photos = Directory.CreateDirectory(System.IO.Path.Combine(Path, "photos"));
        foreach (var label in (string[])["one", "two"])
        {
            File.WriteAllBytes(System.IO.Path.Combine(photos.CreateSubdirectory(label).FullName, "photo.jpg"), [1]);
        }

        return photos.FullName;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
