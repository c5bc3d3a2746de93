using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <param name="Label">The label.</param>
/// <param name="TestPhotos">How many test photos show it.</param>
/// <param name="Recall">Share of them that were recognised, 0 to 1; null without test photos.</param>
[GenerateSerializer, Immutable, Alias("label-recall")]
public sealed record LabelRecall(LabelId Label, int TestPhotos, double? Recall);
