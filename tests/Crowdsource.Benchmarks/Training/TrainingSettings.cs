using System.Globalization;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks.Training;

/// <summary>From the environment, as make passes its variables on: PHOTOS, HOLDOUT, LIMIT, EPOCHS, SEED, SEEDS.</summary>
/// <param name="Photos">A folder per label.</param>
/// <param name="Holdout">Photos from elsewhere, a folder per label.</param>
/// <param name="MostPhotos">Of each folder.</param>
/// <param name="Epochs">Passes of full fine-tuning.</param>
/// <param name="Seed">Of everything that is left to chance.</param>
/// <param name="Seeds">Drawings of what is drawn again and again, from <paramref name="Seed"/> on.</param>
internal sealed record TrainingSettings(string Photos, string Holdout, int MostPhotos, int Epochs, int Seed, int Seeds)
{
    private const int UsualEpochs = 10, UsualSeeds = 20;

    public static TrainingSettings FromEnvironment() => new(
        Folder("PHOTOS", "grocery"), Folder("HOLDOUT", "grocery-holdout"), Number("LIMIT", int.MaxValue), Number("EPOCHS", UsualEpochs), Number("SEED", 1),
        Number("SEEDS", UsualSeeds));

    private static string Folder(string variable, string usual)
    {
        var folder = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : Path.Combine(SharedFiles.Folder ?? ".", "photos", usual);
        return Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException($"{variable}: there is no folder {folder}.");
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
