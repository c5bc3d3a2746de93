using System.Collections.Immutable;
using Crowdsource.Formats;
using Crowdsource.Learning;

namespace Crowdsource.Trainer.Features;

/// <summary>The features of a night's photos, and what is known of the files that some of them came from.</summary>
/// <param name="Origin">See <see cref="ShardManifest"/>.</param>
/// <param name="Tail">See <see cref="ShardManifest"/>.</param>
/// <param name="Photos">Digests, in the table's order.</param>
/// <param name="Table">Photos × variants × dimensions.</param>
/// <param name="Kept">Files that hold nothing but photos of tonight.</param>
/// <param name="InKept">Which photos are in those.</param>
/// <param name="Replaced">Files of the last night that hold something else.</param>
internal sealed record ShardedFeatures(
    string Origin,
    string Tail,
    ImmutableArray<string> Photos,
    FeatureTable Table,
    ImmutableArray<Shard> Kept,
    IReadOnlySet<int> InKept,
    ImmutableArray<Shard> Replaced)
{
    /// <summary>The same photos seen by another tail: no file of the last night serves any longer.</summary>
    public ShardedFeatures OfTail(Network tail, FeatureTable table) => this with
    {
        Tail = tail.ComputeDigest(),
        Table = table,
        Kept = [],
        InKept = ImmutableHashSet<int>.Empty,
        Replaced = [.. Kept, .. Replaced],
    };
}
