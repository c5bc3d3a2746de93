using System.Text.Json.Serialization;

namespace Crowdsource.Trainer.Snapshots;

/// <param name="Id">Stable within the campaign.</param>
/// <param name="Name">What people read.</param>
/// <param name="NoneOfThese">Whether it stands for all that no other label is.</param>
internal sealed record SnapshotLabel(
    int Id, string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NoneOfThese = false);
