using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Imaging;
using Crowdsource.Updates.Bundles;
using NetVips;
using Shouldly;

namespace Crowdsource.Updates.Tests;

/// <summary>A bundle around a model that only looks at the mean colour.</summary>
internal static class Samples
{
    public static BundleIngredients Ingredients { get; } = new()
    {
        Campaign = new CampaignId("fruit"),
        Version = 3,
        Model = new byte[] { 1, 2, 3, 4 },
        Labels = [new(7, "Äpfel"), new(9, "Bananen"), new(12, "Pflaumen")],
        Preprocessing = Preprocessing.Default,
        Thresholds = new Thresholds(1, 0.4f),
        Licence = "CC0-1.0",
        Notice = "Weights: nobody's.",
    };

    public static float[] PredictByColour(float[] tensor)
    {
        var plane = tensor.Length / 3;
        var powers = new float[3];
        for (var channel = 0; channel < powers.Length; channel++)
        {
            var sum = 0f;
            foreach (var value in tensor.AsSpan(channel * plane, plane))
            {
                sum += value;
            }

            powers[channel] = MathF.Exp(8 * sum / plane);
        }

        return [.. powers.Select(power => power / powers.Sum())];
    }

    public static BuiltBundle Build() => BundleBuilder.Build(Ingredients, PredictByColour);

    /// <summary>Built once: for tests that only read it.</summary>
    public static BuiltBundle Built { get; } = Build();

    public static string Write(BuiltBundle bundle)
    {
        var folder = Directory.CreateTempSubdirectory("bundle-").FullName;
        foreach (var file in bundle.Files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Bytes.ToArray());
        }

        return folder;
    }

    /// <summary>Somebody else's PNG decoder.</summary>
    public static RgbImage Decode(ReadOnlyMemory<byte> png)
    {
        using var image = Image.NewFromBuffer(png.ToArray());
        image.Bands.ShouldBe(RgbImage.Channels);
        return new RgbImage(image.Width, image.Height, image.WriteToMemory<byte>());
    }
}
