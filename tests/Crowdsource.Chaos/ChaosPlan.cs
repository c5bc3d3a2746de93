using Crowdsource.Chaos.Load;

namespace Crowdsource.Chaos;

/// <summary>How much goes on while parts die, and for how long they are away.</summary>
/// <param name="Photos">What volunteers send; at the latest when the last fault is over they send the rest.</param>
/// <param name="Volunteers">Who send at the same time.</param>
/// <param name="Pace">Between two photos of one volunteer.</param>
/// <param name="Phones">Who look for models and download them.</param>
/// <param name="NightPace">Between two looks whether a night can be opened.</param>
/// <param name="StoreAway">How long S3 is away.</param>
/// <param name="CutOff">How long two hosts are cut off from all others.</param>
/// <param name="DiskFull">How long the catalogue's disk is full.</param>
/// <param name="ClockOff">How long two hosts' clocks are an hour ahead.</param>
/// <param name="Patience">Within which it all recovers from each fault.</param>
public sealed record ChaosPlan(
    PhotoSource Photos, int Volunteers, TimeSpan Pace, int Phones, TimeSpan NightPace, TimeSpan StoreAway, TimeSpan CutOff, TimeSpan DiskFull,
    TimeSpan ClockOff, TimeSpan Patience)
{
    /// <summary>Words, of which a fault's name has one; empty: all faults.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Fifty volunteers, as real as it gets.</summary>
    public static ChaosPlan Whole(PhotoSource photos) => new(
        photos, Volunteers: 50, Pace: TimeSpan.FromSeconds(12), Phones: 6, NightPace: TimeSpan.FromSeconds(60), StoreAway: TimeSpan.FromSeconds(30),
        CutOff: TimeSpan.FromSeconds(60), DiskFull: TimeSpan.FromSeconds(15), ClockOff: TimeSpan.FromSeconds(30), Patience: TimeSpan.FromMinutes(5));

    /// <summary>The same faults, shorter, for the tests.</summary>
    public static ChaosPlan Brief(PhotoSource photos) => new(
        photos, Volunteers: 6, Pace: TimeSpan.FromSeconds(3), Phones: 2, NightPace: TimeSpan.FromSeconds(5), StoreAway: TimeSpan.FromSeconds(6),
        CutOff: TimeSpan.FromSeconds(20), DiskFull: TimeSpan.FromSeconds(5), ClockOff: TimeSpan.FromSeconds(5), Patience: TimeSpan.FromMinutes(4));
}
