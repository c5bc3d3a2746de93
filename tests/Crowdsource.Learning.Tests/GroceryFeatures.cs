using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Testing;
using Crowdsource.Vision;

namespace Crowdsource.Learning.Tests;

/// <summary>The first photos of the labels that have enough, in the order of their numbers.</summary>
internal sealed class GroceryFeatures
{
    public const int LabelCount = 12;
    public const int PhotosPerLabel = 48;

    /// <summary>Photos of one shop visit have consecutive numbers.</summary>
    public const int PhotosPerVisit = 6;

    // Not a fixture: where the photos are missing, each test is to be skipped, which a fixture cannot say.
    private static readonly Lazy<GroceryFeatures> s_shared = new(() => new GroceryFeatures());

    private GroceryFeatures()
    {
        var weights = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName));
        var folders = Directory.GetDirectories(SharedFiles.Require("photos", "grocery"))
            .Order(StringComparer.Ordinal)
            .Select(folder => (Name: Path.GetFileName(folder), Files: Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(PhotosPerLabel).ToArray()))
            .Where(folder => folder.Files.Length == PhotosPerLabel)
            .Take(LabelCount)
            .ToArray();
        Weights = weights;
        Files = [.. folders.SelectMany(folder => folder.Files)];
        Names = [.. folders.Select(folder => folder.Name)];
        Labels = [.. folders.SelectMany((folder, label) => folder.Files.Select(_ => label))];
        using var trunk = new TrunkExtractor(weights.Backbone.Until(MobileNetV2.TrunkEnd), Preprocessing.Default);
        using var tail = new TailExtractor(weights.Backbone.After(MobileNetV2.TrunkEnd));
        var pipeline = new PhotoPipeline();
        Features =
        [
            .. Files.AsParallel().AsOrdered().Select(file =>
                tail.Extract(trunk.Extract(((PreprocessingResult.Prepared)pipeline.Preprocess(File.ReadAllBytes(file))).Input))),
        ];
        Dimensions = tail.Dimensions;
    }

    public static GroceryFeatures Shared => s_shared.Value;

    public PretrainedWeights Weights { get; }

    public string[] Files { get; }

    public string[] Names { get; }

    public int[] Labels { get; }

    public float[][] Features { get; }

    public int Dimensions { get; }

    /// <summary>Some of the photos, under any labels, for a head to learn.</summary>
    public HeadSamples Samples(int[] photos, int[] labels)
    {
        var table = new FeatureTable(photos.Length, 1, Dimensions);
        for (var i = 0; i < photos.Length; i++)
        {
            Features[photos[i]].Select(value => (Half)value).ToArray().CopyTo(table.Row(i, 0));
        }

        return new HeadSamples(table, [.. photos.Select(photo => labels[photo])], [.. photos.Select(photo => photo / PhotosPerVisit)], LabelCount);
    }
}
