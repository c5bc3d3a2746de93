using System.Collections.Immutable;
using Crowdsource.Learning;

namespace Crowdsource.Trainer.Features;

/// <summary>The features of a night's photos, packed in files.</summary>
/// <param name="Origin">See <see cref="ShardManifest"/>.</param>
/// <param name="Tail">See <see cref="ShardManifest"/>.</param>
/// <param name="Photos">The digest of each photo.</param>
/// <param name="Shards">The files, which hold these photos and no others.</param>
/// <param name="Dimensions">Features per variant.</param>
/// <param name="Table">All of them; null where they are too many for memory.</param>
internal sealed record ShardedFeatures(
    string Origin,
    string Tail,
    ImmutableArray<string> Photos,
    ImmutableArray<Shard> Shards,
    int Dimensions,
    FeatureTable? Table);
