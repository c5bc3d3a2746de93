namespace Crowdsource.Domain.Releases;

/// <summary>What a channel offers next.</summary>
public static class ReleaseRules
{
    private const int Remembered = 10;

    /// <summary>Whether a night's release comes too late: a newer version is offered, or people withdrew this one.</summary>
    public static bool IsOvertaken(ChannelState current, int version) =>
        current.Current?.Version > version || current.Withdrawn.Contains(version);

    /// <summary>The state after offering a version; the same state when it is offered already.</summary>
    public static ChannelState Offer(ChannelState current, int version, DateTimeOffset now) =>
        current.Current?.Version == version ? current
        : current with
        {
            Current = new Release(version, now),
            Previous = current.Current is null ? current.Previous : [current.Current, .. current.Previous.Take(Remembered - 1)],
            Withdrawn = current.Withdrawn.Remove(version),
        };

    /// <summary>The state after withdrawing what is offered: the newest earlier release that was not withdrawn comes back, or nothing.</summary>
    public static ChannelState? Withdraw(ChannelState current, int version, DateTimeOffset now)
    {
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
        };
    }
}
