namespace Crowdsource.Trainer.Snapshots;

/// <param name="Id">Stable within the campaign.</param>
/// <param name="Name">What people read.</param>
internal sealed record SnapshotLabel(int Id, string Name);
