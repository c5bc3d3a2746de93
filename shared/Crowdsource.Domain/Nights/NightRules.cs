using Crowdsource.Domain.Blobs;

namespace Crowdsource.Domain.Nights;

/// <summary>When a night is worth training, and how it moves.</summary>
public static class NightRules
{
    /// <summary>A label with fewer accepted photos is left out and named.</summary>
    public const int PhotosToStart = 5;

    /// <summary>Below this many photos per label a model is called a prototype.</summary>
    public const int PhotosForPrototype = 30;

    /// <summary>A classifier needs something to choose between.</summary>
    public const int LabelsToStart = 2;

    /// <summary>Why there is nothing to train tonight; null when there is.</summary>
    /// <param name="matureLabels">Labels with at least <see cref="PhotosToStart"/> accepted photos of which one is for training.</param>
    /// <param name="changes">Training photos (with their labels) that the last trained night did not have, or that it had and are gone, and labels with another name.</param>
    public static NightReason? Skip(int matureLabels, int changes) =>
        matureLabels < LabelsToStart
            ? new NightReason("too-few-photos",
                $"{matureLabels} labels have at least {PhotosToStart} accepted photos; {LabelsToStart} are needed.")
        : changes == 0 ? new NightReason("nothing-new", "No training photo was added, corrected or taken back since the last night, and no label renamed.")
        : null;

    /// <summary>The state after a trainer took the night up; null when it has ended or a later holder has it.</summary>
    public static NightState? Begin(NightState current, int fence, DateTimeOffset now) =>
        current.Ended || fence < current.Fence ? null
        : current with
        {
            Phase = NightPhase.Snapshot,
            Progress = 0,
            Fence = fence,
            StartedAt = current.StartedAt ?? now,
            Phases = [new PhaseStart(NightPhase.Snapshot, now)],
        };

    /// <summary>Whether a night in this phase has ended.</summary>
    public static bool IsVerdict(NightPhase phase) =>
        phase is NightPhase.Promoted or NightPhase.Refused or NightPhase.Skipped or NightPhase.Failed or NightPhase.Cancelled;

    /// <summary>The state after the holder reported where it is; null when it is no longer the holder.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The phase is not one in which a trainer works: nights end by <see cref="Conclude"/>.</exception>
    public static NightState? Progress(NightState current, int fence, NightPhase phase, double progress, DateTimeOffset now) =>
        phase == NightPhase.Scheduled || IsVerdict(phase) ? throw new ArgumentOutOfRangeException(nameof(phase), phase, "A trainer does not work in this phase.")
        : current.Ended || fence != current.Fence ? null
        : current with
        {
            Phase = phase,
            Progress = Math.Clamp(progress, 0, 1),
            Phases = phase == current.Phase ? current.Phases : current.Phases.Add(new PhaseStart(phase, now)),
        };

    /// <summary>The state after the holder has done a step that a later attempt need not do again; null when it is no longer the holder.</summary>
    public static NightState? Keep(NightState current, int fence, NightStep step) =>
        current.Ended || fence != current.Fence ? null
        : current with { Steps = [.. current.Steps.Where(kept => kept.Name != step.Name), step] };

    /// <summary>The state after the holder has stored features; null when it is no longer the holder.</summary>
    public static NightState? KeepFeatures(NightState current, int fence, BlobDigest manifest) =>
        current.Ended || fence != current.Fence ? null : current with { Features = manifest };

    /// <summary>The state after a file with features that the night left was written anew without photos that are gone; null when it has no such file, or still runs.</summary>
    public static NightState? ReplaceFeatures(NightState current, BlobDigest before, BlobDigest after)
    {
        return !current.Ended || !current.FeatureFiles.Contains(before) ? null
            : current with
            {
                Features = New(current.Features),
                Report = current.Report is { } report
                    ? report with { Features = New(report.Features), Views = New(report.Views), Parity = New(report.Parity) }
                    : null,
            };

        BlobDigest? New(BlobDigest? file) => file == before ? after : file;
    }

    /// <summary>The state after its owner stopped the night, whoever holds it; null when it has ended.</summary>
    public static NightState? Cancel(NightState current, DateTimeOffset now) =>
        current.Ended ? null
        : current with
        {
            Phase = NightPhase.Cancelled,
            Progress = 1,
            Reasons = [new NightReason("cancelled", "Its owner stopped it.")],
            Steps = [],
            EndedAt = now,
        };

    /// <summary>The state after the holder ended the night; null when it is no longer the holder.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The conclusion holds no verdict.</exception>
    public static NightState? Conclude(NightState current, int fence, NightConclusion conclusion, int? version, DateTimeOffset now) =>
        conclusion.Verdict == NightPhase.Cancelled || !IsVerdict(conclusion.Verdict) ? throw new ArgumentOutOfRangeException(nameof(conclusion), conclusion.Verdict, "A night ends with a verdict.")
        : current.Ended || fence != current.Fence ? null
        : current with
        {
            Phase = conclusion.Verdict,
            Progress = 1,
            Reasons = conclusion.Reasons,
            Report = conclusion.Report,
            Version = version,
            Steps = [],
            EndedAt = now,
        };
}
