using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;

namespace Crowdsource.Updates.Bundles;

/// <summary>A verified bundle in a folder.</summary>
public sealed class Bundle
{
    internal Bundle(
        string folder, BlobDigest digest, BundleManifest manifest, ImmutableArray<BundleLabel> labels, PreprocessingDocument preprocessing,
        Thresholds thresholds, GoldenExamples golden)
    {
        Folder = folder;
        Digest = digest;
        Manifest = manifest;
        Labels = labels;
        Preprocessing = preprocessing;
        Thresholds = thresholds;
        Golden = golden;
    }

    public string Folder { get; }

    /// <summary>The bundle's name: the digest of <c>bundle.json</c>.</summary>
    public BlobDigest Digest { get; }

    public BundleManifest Manifest { get; }

    /// <summary>In the order of the network's outputs.</summary>
    public ImmutableArray<BundleLabel> Labels { get; }

    public PreprocessingDocument Preprocessing { get; }

    public Thresholds Thresholds { get; }

    public GoldenExamples Golden { get; }

    public string ModelPath => Path.Combine(Folder, BundleFormat.ModelFile(Manifest.Artifact));

    /// <summary>The bytes of a file that the manifest lists.</summary>
    public byte[] ReadFile(string path) => Manifest.Files.Any(file => file.Path == path)
        ? File.ReadAllBytes(Path.Combine(Folder, path))
        : throw new InvalidBundleException(InvalidBundleException.Malformed, $"The bundle does not list a file '{path}'.");
}
