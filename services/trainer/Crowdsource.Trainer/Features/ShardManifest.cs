using System.Collections.Immutable;

namespace Crowdsource.Trainer.Features;

/// <summary>Which files hold the features that a night read. Stored as JSON under its SHA-256.</summary>
/// <param name="Origin">What made the activations.</param>
/// <param name="Tail">Digest of the network that made the features of them.</param>
/// <param name="Shards">The files, in the order in which they were made.</param>
internal sealed record ShardManifest(string Origin, string Tail, ImmutableArray<Shard> Shards);
