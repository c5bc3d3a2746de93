namespace Crowdsource.Trainer.Features;

/// <param name="photo">Digest of the clean master.</param>
/// <param name="features">Variants × dimensions.</param>
internal delegate void ShardRow(string photo, ReadOnlySpan<Half> features);
