using System.Security.Cryptography;
using System.Text;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Cli.Demo.Samples;

/// <summary>Renders photos to try the system out with, where there are no real ones. A photo depends on its label, number and seed alone.</summary>
internal static class SamplePhotos
{
    /// <summary>Per label, for the campaign.</summary>
    public const int PerLabel = 36;

    /// <summary>Per label, for the phone at the end.</summary>
    public const int HeldOutPerLabel = 20;

    public static IReadOnlyList<string> Labels { get; } = [.. SampleShapes.All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A photo of an object.</summary>
    public static RgbImage Render(string label, int number, int seed) => Render(SampleShapes.All[label], label, number, seed);

    /// <summary>A photo on which there is no object.</summary>
    public static RgbImage RenderEmpty(int number, int seed) => Render(null, "", number, seed);

    /// <summary>Fills a folder with one folder of JPEG files per label, as a set of photos of one's own would look.</summary>
    public static void Write(string folder, int perLabel, int seed)
    {
        var photos = Labels.SelectMany(label => Enumerable.Range(1, perLabel).Select(number => (Label: label, Number: number))).ToList();
        foreach (var label in Labels)
        {
            Directory.CreateDirectory(Path.Combine(folder, label));
        }

        Parallel.ForEach(photos, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, photo =>
        {
            var jpeg = PictureFile.Jpeg(Render(photo.Label, photo.Number, seed), 80 + (photo.Number % 13));
            File.WriteAllBytes(Path.Combine(folder, photo.Label, $"{photo.Label}-{photo.Number:000}.jpg"), jpeg);
        });
    }

    private static RgbImage Render(SampleShapes.Shape? shape, string label, int number, int seed)
    {
        var mixed = SeedOf($"{seed}/{label}/{number}");
        return new SampleScene(shape, new Random(mixed)).Render();
    }

    private static int SeedOf(string text) => BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
