namespace Crowdsource.Protocol.Campaigns;

/// <summary>A class of the classifier.</summary>
/// <param name="Id">Stable number within the campaign, from 1 up.</param>
/// <param name="Name">Unique among the labels in use.</param>
/// <param name="Guidance">How to photograph it.</param>
/// <param name="Target">How many accepted photos are wanted.</param>
/// <param name="NoneOfThese">Whether it stands for everything else: an app shows no answer where the model says it. At most one label does.</param>
public sealed record LabelResponse(int Id, string Name, string? Guidance, int Target, bool NoneOfThese);
