using Crowdsource.Domain.Submissions;

namespace Crowdsource.Domain.Volunteers;

/// <summary>What photos are worth. Points are ledger rows; a change of mind is a row that takes the difference back.</summary>
public static class PointsRules
{
    /// <summary>Every accepted photo.</summary>
    public const int Accepted = 10;

    /// <summary>On top, while the label has none; falls linearly to nothing at the label's target.</summary>
    public const int Need = 10;

    public static int ForAccepted(int acceptedOfLabel, int target) =>
        Accepted + (int)Math.Round(Need * Math.Clamp(1 - (double)acceptedOfLabel / Math.Max(1, target), 0, 1));

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
