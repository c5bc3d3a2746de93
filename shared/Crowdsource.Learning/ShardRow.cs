namespace Crowdsource.Learning;

/// <param name="Shard">Which of the shards in memory.</param>
/// <param name="Photo">Which of its photos.</param>
/// <param name="Variant">Which of its variants.</param>
internal readonly record struct ShardRow(int Shard, int Photo, int Variant);
