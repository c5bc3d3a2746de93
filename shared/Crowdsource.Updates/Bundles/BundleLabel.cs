using System.Text.Json.Serialization;

namespace Crowdsource.Updates.Bundles;

/// <summary>What one output of the network means. <c>labels.json</c> lists them in the order of the outputs.</summary>
/// <param name="Id">Stable within the campaign.</param>
/// <param name="Name">What people read.</param>
/// <param name="NoneOfThese">Whether it stands for all that no other label is: where it is the likeliest, nothing was recognised. At most one does.</param>
public sealed record BundleLabel(
    int Id, string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NoneOfThese = false);
