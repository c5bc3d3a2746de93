using Crowdsource.Domain.Models;

namespace Crowdsource.Updates.Bundles;

/// <summary>The names and limits of bundle format 1. Anything a phone of today would not understand needs another <see cref="Version"/>.</summary>
public static class BundleFormat
{
    public const int Version = 1;

    /// <summary>The list of all other files; the SHA-256 of its bytes names the bundle.</summary>
    public const string ManifestFile = "bundle.json";

    public const string LabelsFile = "labels.json";
    public const string PreprocessingFile = "preprocessing.json";
    public const string ThresholdsFile = "thresholds.json";
    public const string GoldenFile = "golden/golden.json";
    public const string LicenceFile = "LICENSE";
    public const string NoticeFile = "NOTICE";

    public const int MaxManifestBytes = 64 * 1024;
    public const int MaxFiles = 64;
    public const int MaxPathLength = 100;

    /// <summary>All files together.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>The path of an artifact's model file, by which its engine knows it.</summary>
    /// <param name="artifact">One of <see cref="ArtifactId"/>.</param>
    public static string ModelFile(string artifact) => ArtifactId.Engine(artifact) switch
    {
        "onnx" => "model.onnx",
        "tflite" => "model.tflite",
        "coreml" => "model.mlmodel",
        var engine => throw new ArgumentOutOfRangeException(nameof(artifact), engine, "No such engine."),
    };

    /// <summary>Whether a path stays within the bundle on every system: segments of letters, digits, dot, hyphen and underscore that do
    /// not begin or end with a dot, joined by forward slashes.</summary>
    public static bool IsSafePath(string? path) =>
        path is { Length: > 0 and <= MaxPathLength } && Array.TrueForAll(path.Split('/'), IsSafeSegment);

    private static bool IsSafeSegment(string segment) =>
        segment.Length > 0 && segment[0] != '.' && segment[^1] != '.'
        && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && !IsWindowsDevice(segment.Split('.')[0]);

    private static bool IsWindowsDevice(string stem) =>
        stem.ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL"
        || (stem.Length == 4 && char.IsAsciiDigit(stem[3]) && stem[..3].ToUpperInvariant() is "COM" or "LPT");
}
