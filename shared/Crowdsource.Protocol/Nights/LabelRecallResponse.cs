namespace Crowdsource.Protocol.Nights;

/// <param name="Label">The label.</param>
/// <param name="TestPhotos">How many test photos show it.</param>
/// <param name="Recall">Share of them that were recognised, 0 to 1; null without test photos.</param>
public sealed record LabelRecallResponse(string Label, int TestPhotos, double? Recall);
