namespace Crowdsource.Protocol.Models;

/// <summary>What a model says of a photo.</summary>
/// <param name="Version">The model that answered.</param>
/// <param name="Labels">The most probable first, at most 5.</param>
public sealed record PredictionResponse(int Version, IReadOnlyList<LabelProbability> Labels);
