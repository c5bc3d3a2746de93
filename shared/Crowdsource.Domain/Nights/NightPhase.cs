namespace Crowdsource.Domain.Nights;

/// <summary>Where a night is. The last five are its verdicts.</summary>
public enum NightPhase
{
    Scheduled = 1,
    Snapshot = 2,
    Training = 3,
    Evaluating = 4,
    Exporting = 5,
    Promoted = 6,
    Refused = 7,
    Skipped = 8,
    Failed = 9,

    /// <summary>An owner stopped it.</summary>
    Cancelled = 10,
}
