namespace Crowdsource.Domain.Releases;

/// <summary>What a channel offers next.</summary>
public static class ReleaseRules
{
    private const int Remembered = 10;

    /// <summary>Whether a night's release comes too late: a newer version is offered or tried, or people withdrew this one.</summary>
    public static bool IsOvertaken(ChannelState current, int version) =>
        current.Current?.Version > version || current.Trial?.Version > version || current.Withdrawn.Contains(version);

    /// <summary>
    /// The state after offering a version to all, which ends a trial: the latest wins. The same state when it is offered already and nothing is tried.
    /// </summary>
    public static ChannelState Offer(ChannelState current, int version, DateTimeOffset now) =>
        current.Current?.Version == version ? current.Trial is null ? current : current with { Trial = null }
        : current with
        {
            Current = new Release(version, now),
            Trial = null,
            Previous = current.Current is null ? current.Previous : [current.Current, .. current.Previous.Take(Remembered - 1)],
            Withdrawn = current.Withdrawn.Remove(version),
        };

    /// <summary>
    /// The state after offering a version to a share of the devices, the same state when all have it already. Devices
    /// keep their places while the share of a version changes.
    /// </summary>
    /// <param name="current">The state.</param>
    /// <param name="version">The version.</param>
    /// <param name="share">Of <see cref="Cohort.Places"/>, 1 to 9,999.</param>
    /// <param name="now">The time.</param>
    public static ChannelState Try(ChannelState current, int version, int share, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, Cohort.Places);
        return current.Current?.Version == version || (current.Trial is { } trial && trial.Version == version && trial.Share == share) ? current
            : current with { Trial = new Trial(version, share, $"{current.Id}/{version}", now), Withdrawn = current.Withdrawn.Remove(version) };
    }

    /// <summary>
    /// The state after withdrawing what is offered: the newest earlier release that was not withdrawn comes back, or nothing. A trial that is withdrawn
    /// ends, and its devices go back to what is offered to all. Null when the version is neither offered nor tried.
    /// </summary>
    public static ChannelState? Withdraw(ChannelState current, int version, DateTimeOffset now)
    {
        if (current.Trial?.Version == version)
        {
            return current with { Trial = null, Withdrawn = current.Withdrawn.Add(version) };
        }

        if (current.Current?.Version != version)
        {
            return null;
        }

        var withdrawn = current.Withdrawn.Add(version);
        var back = current.Previous.FirstOrDefault(release => !withdrawn.Contains(release.Version));
        return current with
        {
            Current = back is null ? null : new Release(back.Version, now),
            Previous = back is null ? [] : current.Previous.RemoveRange(0, current.Previous.IndexOf(back) + 1),
            Withdrawn = withdrawn,
            // An older version may be tried: when all get it again, nothing is.
            Trial = current.Trial?.Version == back?.Version ? null : current.Trial,
        };
    }
}
