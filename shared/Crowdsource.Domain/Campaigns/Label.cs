using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>A class of the classifier.</summary>
/// <param name="Id">Stable number within the campaign.</param>
/// <param name="Name">What people read; unique among the labels in use, 1 to 100 characters.</param>
/// <param name="Guidance">How to photograph it, or null.</param>
/// <param name="Target">How many accepted photos are wanted; 200 is production quality.</param>
/// <param name="MergedInto">The label as which its photos count; null when it stands for itself.</param>
/// <param name="Retired">Whether it takes no more photos and no new model learns it.</param>
/// <param name="NoneOfThese">Whether it stands for all that no other label is: a model that answers it recognises nothing. At most one in use is.</param>
[GenerateSerializer, Immutable, Alias("label")]
public sealed record Label(LabelId Id, string Name, string? Guidance, int Target, LabelId? MergedInto = null, bool Retired = false, bool NoneOfThese = false)
{
    /// <summary>Neither merged nor retired: volunteers see it, and models learn it.</summary>
    public bool InUse => MergedInto is null && !Retired;
}
