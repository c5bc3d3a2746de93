using System.Text.Json.Serialization;
using Crowdsource.Domain.Submissions;

namespace Crowdsource.Trainer.Snapshots;

/// <param name="Photo">Digest of the clean master.</param>
/// <param name="Label">The id of the label as which it counts.</param>
/// <param name="Weight">How much it counts in training; 1 for a photo that a curator accepted.</param>
/// <param name="Contributor">The contributor's random key.</param>
/// <param name="Group">Photos of one group show the same moment or come from the same hand.</param>
/// <param name="Split">What it is for.</param>
/// <param name="Activations">Digest of its cached activations, or null.</param>
/// <param name="ActivationsOf">What made them, or null.</param>
internal sealed record SnapshotPhoto(
    string Photo, int Label, double Weight, Guid Contributor, string Group, Split Split, string? Activations, string? ActivationsOf)
{
    /// <summary>The version of the consent text that it was given under.</summary>
    public int Consent { get; init; }

    /// <summary>Whether curators rejected it as something else: its label is not its volunteer's, but the one that stands for none of these.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OutOfScope { get; init; }
}
