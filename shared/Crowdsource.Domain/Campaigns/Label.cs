using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>A class of the classifier.</summary>
/// <param name="Id">Stable number within the campaign.</param>
/// <param name="Name">What people read; unique within the campaign, 1 to 100 characters.</param>
/// <param name="Guidance">How to photograph it, or null.</param>
/// <param name="Target">How many accepted photos are wanted; 200 is production quality.</param>
[GenerateSerializer, Immutable, Alias("label")]
public sealed record Label(LabelId Id, string Name, string? Guidance, int Target);
