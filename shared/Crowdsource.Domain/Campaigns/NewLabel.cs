using Orleans;

namespace Crowdsource.Domain.Campaigns;

[GenerateSerializer, Immutable, Alias("new-label")]
public sealed record NewLabel(string Name, string? Guidance, int Target, bool NoneOfThese = false);
