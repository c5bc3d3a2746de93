using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Updates.Bundles;

/// <summary>Reads a bundle from a folder and believes nothing that it has not hashed.</summary>
public static class BundleReader
{
    /// <summary>Verifies every file, then reads the documents.</summary>
    /// <param name="folder">Holds <c>bundle.json</c>.</param>
    /// <param name="expected">The bundle's name: the digest of <c>bundle.json</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidBundleException">It must not be used.</exception>
    public static async Task<Bundle> Read(string folder, BlobDigest expected, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, BundleFormat.ManifestFile);
        if (!File.Exists(path))
        {
            throw new InvalidBundleException(InvalidBundleException.Damaged, $"{BundleFormat.ManifestFile} is missing.");
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        if (BlobDigest.Of(bytes) != expected)
        {
            throw new InvalidBundleException(InvalidBundleException.Damaged, $"{BundleFormat.ManifestFile} has other bytes than the name of the bundle says.");
        }

        var manifest = BundleVerifier.ParseManifest(bytes);
        foreach (var file in manifest.Files)
        {
            if (!await BundleVerifier.IsIntact(folder, file, cancellationToken))
            {
                throw new InvalidBundleException(InvalidBundleException.Damaged, $"{file.Path} is missing or has other bytes than the manifest says.");
            }
        }

        var bundle = new Bundle(
            folder,
            expected,
            manifest,
            Parse(folder, manifest, BundleFormat.LabelsFile, BundleJson.Default.ImmutableArrayBundleLabel),
            Parse(folder, manifest, BundleFormat.PreprocessingFile, BundleJson.Default.PreprocessingDocument),
            Parse(folder, manifest, BundleFormat.ThresholdsFile, BundleJson.Default.Thresholds),
            Parse(folder, manifest, BundleFormat.GoldenFile, BundleJson.Default.GoldenExamples));
        Check(bundle);
        return bundle;
    }

    private static T Parse<T>(string folder, BundleManifest manifest, string path, JsonTypeInfo<T> type)
    {
        if (!manifest.Files.Any(file => file.Path == path))
        {
            throw new InvalidBundleException(InvalidBundleException.Malformed, $"The bundle has no {path}.");
        }

        try
        {
            using var content = File.OpenRead(Path.Combine(folder, path));
            return JsonSerializer.Deserialize(content, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new InvalidBundleException(InvalidBundleException.Malformed, $"{path}: {error.Message}", error);
        }
    }

    private static void Check(Bundle bundle)
    {
        if (!bundle.Preprocessing.Rule.IsSupported)
        {
            throw new InvalidBundleException(InvalidBundleException.Unsupported, $"Preprocessing '{bundle.Preprocessing.Rule.Version}' is not known here.");
        }

        var examples = bundle.Golden.Tensors.Concat(bundle.Golden.Pictures);
        var sound = bundle.Labels.Length >= 2
            && bundle.Labels.All(label => label is not null)
            && bundle.Labels.Count(label => label.NoneOfThese) <= 1
            && bundle.Preprocessing.Vectors.All(vector => vector is not null)
            && (bundle.Golden.Tensors.Length > 0 || bundle.Preprocessing.Rule.Layout == Preprocessing.Picture)
            && examples.All(example => example is not null)
            && bundle.Thresholds is { Temperature: > 0 and < float.PositiveInfinity, AbstainBelow: >= 0 and <= 1 }
            && bundle.Golden is { Pictures.Length: > 0, Tolerance: > 0 and < 1 }
            && bundle.Manifest.Files.Any(file => file.Path == BundleFormat.ModelFile(bundle.Manifest.Artifact))
            && examples.All(example => example.Probabilities.Length == bundle.Labels.Length && example.Top >= 0 && example.Top < bundle.Labels.Length);
        if (!sound)
        {
            throw new InvalidBundleException(InvalidBundleException.Malformed, "The bundle's documents contradict each other.");
        }
    }
}
