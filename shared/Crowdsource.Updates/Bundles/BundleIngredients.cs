using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;

namespace Crowdsource.Updates.Bundles;

/// <summary>What a bundle is built from.</summary>
public sealed record BundleIngredients
{
    public required CampaignId Campaign { get; init; }

    /// <summary>The model version, from 1 up.</summary>
    public required int Version { get; init; }

    /// <summary>One of <see cref="ArtifactId"/>.</summary>
    public string Artifact { get; init; } = ArtifactId.OnnxFp32;

    /// <summary>The model file: one image in, probabilities out.</summary>
    public required ReadOnlyMemory<byte> Model { get; init; }

    /// <summary>In the order of the outputs.</summary>
    public required ImmutableArray<BundleLabel> Labels { get; init; }

    public required Preprocessing Preprocessing { get; init; }

    public required Thresholds Thresholds { get; init; }

    /// <summary>The licence under which the model is given to apps.</summary>
    public required string Licence { get; init; }

    /// <summary>Whose work is inside: attribution of the pretrained weights and of the photos.</summary>
    public required string Notice { get; init; }

    /// <summary>How far another machine's probabilities may be off; 0.001 suits ONNX Runtime with 32-bit weights.</summary>
    public float GoldenTolerance { get; init; } = 1e-3f;
}
