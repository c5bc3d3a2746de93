namespace Crowdsource.Learning;

/// <summary>Some of the photos of <see cref="IFeatureShards"/>.</summary>
/// <param name="Photos">The index of each photo, in the order of the features.</param>
/// <param name="Features">Their features.</param>
public sealed record FeatureShard(int[] Photos, FeatureTable Features);
