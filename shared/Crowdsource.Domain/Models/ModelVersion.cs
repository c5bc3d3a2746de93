using System.Collections.Immutable;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Models;

/// <summary>What a promoted night produced; immutable.</summary>
[GenerateSerializer, Immutable, Alias("model-version")]
public sealed record ModelVersion
{
    [Id(0)] public required CampaignId Campaign { get; init; }

    /// <summary>1, 2, 3, … per campaign.</summary>
    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required int Night { get; init; }
    [Id(3)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The files of this version for each engine, <see cref="ArtifactId.OnnxFp32"/> among them; what was withheld is here too, without files.</summary>
    [Id(4)] public required ImmutableArray<ModelArtifact> Artifacts { get; init; }

    /// <summary>The backbone under its head; null when it has none, for it was trained from scratch.</summary>
    [Id(5)] public Generation? Generation { get; init; }

    /// <summary>The named artifact; null when this version has none such, or it is withheld.</summary>
    public ModelArtifact? Shipped(string artifact) => Artifacts.FirstOrDefault(shipped => shipped.Id == artifact && shipped.Withheld is null);

    /// <summary>A file of the named artifact's bundle; null when there is none.</summary>
    public BundleFile? File(string artifact, string path) => Shipped(artifact)?.Files.FirstOrDefault(file => file.Path == path);
}
