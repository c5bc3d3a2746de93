namespace Crowdsource.Domain.Nights;

/// <summary>How long a night will go on, as far as can be told.</summary>
public static class RemainingTime
{
    /// <summary>Below this share and this time, a phase's pace says little.</summary>
    public const double LeastShare = 0.05;

    /// <summary>See <see cref="LeastShare"/>.</summary>
    public static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(5);

    private static readonly NightPhase[] s_phases = [NightPhase.Training, NightPhase.Evaluating, NightPhase.Exporting];

    /// <summary>
    /// The rest of this phase, by its own pace, or else by what it took in the night before; and the phases to come, by what they took in the
    /// night before, or else by what they take beside this one in most nights.
    /// </summary>
    /// <param name="night">The night.</param>
    /// <param name="before">The campaign's last night that trained; null before the first.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when it has ended or nothing can be told yet.</returns>
    public static TimeSpan? Of(NightState night, NightState? before, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(night);
        if (night.Ended || night.Phases is not [.., { } current] || !s_phases.Contains(current.Phase))
        {
            return null;
        }

        var elapsed = now - current.At;
        TimeSpan? whole = night.Progress >= LeastShare && elapsed >= LeastTime ? elapsed / night.Progress : before?.Spent(current.Phase);
        if (whole is not { } phase)
        {
            return null;
        }

        var rest = phase > elapsed ? phase - elapsed : TimeSpan.Zero;
        return s_phases.Where(later => later > current.Phase)
            .Aggregate(rest, (sum, later) => sum + Expected(later));

        // A phase that went by unseen took no time worth counting.
        TimeSpan Expected(NightPhase later) => before is { Phases.Length: > 1 }
            ? before.Spent(later) ?? TimeSpan.Zero
            : phase * (UsualShare(later) / UsualShare(current.Phase));
    }

    /// <summary>Rough shares of a first night, on some thousand photos.</summary>
    private static double UsualShare(NightPhase phase) => phase switch
    {
        NightPhase.Training => 0.5,
        NightPhase.Evaluating => 0.3,
        _ => 0.2,
    };
}
