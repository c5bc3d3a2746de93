namespace Crowdsource.Trainer.Features;

/// <param name="Digest">Of an Arrow file, see <see cref="ShardFile"/>.</param>
/// <param name="Photos">How many photos are in it.</param>
internal sealed record Shard(string Digest, int Photos);
