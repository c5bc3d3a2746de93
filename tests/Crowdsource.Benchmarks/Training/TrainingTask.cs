using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.SafeTensors;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Benchmarks.Training;

/// <summary>
/// What both contestants get, as files of one folder: photos with labels and groups, the same pretrained weights, and the pictures of the exam, which
/// are rendered once, by the one definition of robustness.
/// </summary>
/// <param name="Labels">Label names.</param>
/// <param name="Photos">To learn from.</param>
/// <param name="ExamTruth">The label of each photo of the exam.</param>
/// <param name="Layers">The network, for who cannot read a <see cref="Network"/>.</param>
/// <param name="Variants">Augmented variants per photo.</param>
/// <param name="Epochs">Passes of full fine-tuning.</param>
/// <param name="Seed">Of everything that is left to chance.</param>
internal sealed record TrainingTask(
    IReadOnlyList<string> Labels, IReadOnlyList<TrainingPhoto> Photos, IReadOnlyList<int> ExamTruth, IReadOnlyList<LayerOutline> Layers, int Variants, int Epochs, int Seed)
{
    public const string FileName = "task.json", ExamFile = "exam.u8", WeightsFile = "weights.safetensors", OursFile = "weights.tflite";

    /// <summary>Upright, then the stresses.</summary>
    public static readonly int Views = 1 + Robustness.Kinds.Count;

    /// <summary>Photos of a label that follow each other in the folder were often taken in one go.</summary>
    private const int PerGroup = 8;

    public static TrainingTask Read(string folder) =>
        JsonSerializer.Deserialize<TrainingTask>(File.ReadAllBytes(Path.Combine(folder, FileName)), JsonSerializerOptions.Web)!;

    /// <summary>Fills the folder.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="photos">A folder per label.</param>
    /// <param name="exam">A folder per label; labels that are not learned are left out.</param>
    /// <param name="weights">The pretrained file.</param>
    /// <param name="settings">How much.</param>
    public static TrainingTask Write(string folder, string photos, string exam, string weights, TrainingSettings settings)
    {
        var (labels, chosen) = List(photos, settings.MostPhotos);
        var asked = Choose(exam, labels, settings.MostPhotos).ToList();
        var backbone = PretrainedWeights.Load(weights).Backbone;
        File.Copy(weights, Path.Combine(folder, OursFile));
        File.WriteAllBytes(Path.Combine(folder, WeightsFile), NetworkWeights.Write(backbone));
        var task = new TrainingTask(
            labels, chosen, RenderExam(Path.Combine(folder, ExamFile), asked), [.. backbone.Layers.Select(LayerOutline.Of)], AugmentationRecipe.NightlyVariants, settings.Epochs,
            settings.Seed);
        File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(task, JsonSerializerOptions.Web));
        return task;
    }

    /// <summary>The labels of a folder and their photos.</summary>
    public static (string[] Labels, List<TrainingPhoto> Photos) List(string folder, int most)
    {
        string[] labels = [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        return (labels, [.. Choose(folder, labels, most)]);
    }

    // Where there are too many, as many of each label as possible.
    private static IEnumerable<TrainingPhoto> Choose(string folder, string[] labels, int most)
    {
        var all = labels.SelectMany((label, index) =>
            Directory.Exists(Path.Combine(folder, label))
                ? Directory.GetFiles(Path.Combine(folder, label)).Order(StringComparer.Ordinal).Select((path, place) => (Place: place, Path: path, Label: index))
                : []);
        return all.OrderBy(photo => photo.Place).Take(most).GroupBy(photo => (photo.Label, photo.Place / PerGroup)).OrderBy(group => group.Key)
            .SelectMany((group, index) => group.Select(photo => new TrainingPhoto(Path.GetFullPath(photo.Path), photo.Label, index)));
    }

    private static int[] RenderExam(string path, List<TrainingPhoto> photos)
    {
        var pipeline = new PhotoPipeline(PhotoThresholds.Default, Preprocessing.Default);
        var truth = new List<int>();
        using var file = File.Create(path);
        foreach (var photo in photos)
        {
            var bytes = File.ReadAllBytes(photo.Path);
            if (pipeline.Preprocess(bytes) is PreprocessingResult.Prepared prepared)
            {
                var digest = BlobDigest.Of(bytes);
                file.Write(prepared.Input.Pixels);
                foreach (var kind in Robustness.Kinds)
                {
                    file.Write(Robustness.Apply(prepared.Input, kind, digest).Pixels);
                }

                truth.Add(photo.Label);
            }
        }

        return [.. truth];
    }
}
