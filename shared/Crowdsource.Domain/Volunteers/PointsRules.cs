using Crowdsource.Domain.Submissions;

namespace Crowdsource.Domain.Volunteers;

/// <summary>
/// What photos are worth: accepted × need × novelty. Points are ledger rows; a change of mind is a row that takes the difference back.
/// </summary>
public static class PointsRules
{
    /// <summary>Every accepted photo, before need and novelty.</summary>
    public const int Accepted = 10;

    /// <summary>Further accepted photos of the same thing count up to here: with so many, a photo earns nothing.</summary>
    public const int MostOfSameThing = 8;

    /// <summary>So many further photos of the day weigh as much as one of the same thing.</summary>
    public const int OfDayPerSameThing = 8;

    /// <summary>Photos of one contributor and label that arrive within this time of each other are less new to the model.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>2 while the label has no photo; falls linearly to 1 at the label's target.</summary>
    public static double Need(int acceptedOfLabel, int target) =>
        1 + Math.Clamp(1 - (double)acceptedOfLabel / Math.Max(1, target), 0, 1);

    /// <summary>
    /// 1 for the first photo; halves with each accepted one of the same thing, and with each eight others of the day. So a hundred photos of one
    /// object earn at most twice what one earns, and a hundred a day of one label, each in a session of its own, less than thirteen times.
    /// </summary>
    /// <param name="ofSameThing">Accepted photos of the same contributor and label in the same cluster or session.</param>
    /// <param name="ofSameDay">Further ones that arrived within a day.</param>
    public static double Novelty(int ofSameThing, int ofSameDay) => Math.Pow(2, -(ofSameThing + (double)ofSameDay / OfDayPerSameThing));

    public static int ForAccepted(int acceptedOfLabel, int target, int ofSameThing, int ofSameDay) =>
        ofSameThing >= MostOfSameThing ? 0
        : (int)Math.Round(Accepted * Need(acceptedOfLabel, target) * Novelty(ofSameThing, ofSameDay), MidpointRounding.AwayFromZero);

    /// <summary>The row that brings a photo's points to what its new state deserves, and the state that remembers it; no row when nothing changes.</summary>
    public static (SubmissionState Next, PointsEntry? Entry) Settle(SubmissionState next, int deserved, DateTimeOffset now)
    {
        if (deserved == next.Points)
        {
            return (next, null);
        }

        var turn = next.PointsTurns + 1;
        var entry = new PointsEntry
        {
            Campaign = next.Campaign,
            Contributor = next.Contributor,
            Submission = next.Id,
            Reason = $"{next.Status.ToString().ToLowerInvariant()}#{turn}",
            Points = deserved - next.Points,
            At = now,
        };
        return (next with { Points = deserved, PointsTurns = turn }, entry);
    }
}
