using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <param name="Id">Which label; null adds one.</param>
/// <param name="Name">Its name from now on.</param>
/// <param name="Guidance">How to photograph it, or null.</param>
/// <param name="Target">How many accepted photos are wanted.</param>
/// <param name="NoneOfThese">See <see cref="Label.NoneOfThese"/>.</param>
[GenerateSerializer, Immutable, Alias("edited-label")]
public sealed record EditedLabel(LabelId? Id, string Name, string? Guidance, int Target, bool NoneOfThese = false);
