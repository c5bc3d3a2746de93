namespace Crowdsource.Benchmarks;

/// <summary>One line of the table and of <c>artifacts/bench/*.json</c>.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Unit">Of <paramref name="Ours"/> and <paramref name="Theirs"/>.</param>
/// <param name="Ours">Median.</param>
/// <param name="Peer">Whom it is compared with; null where there is none.</param>
/// <param name="Theirs">The peer's median.</param>
/// <param name="Ratio">How many times better than the peer; null without one.</param>
/// <param name="Low">The smallest ratio of a round.</param>
/// <param name="High">The largest.</param>
/// <param name="Goal">The ratio to reach; null without a goal.</param>
internal sealed record Measurement(
    string What, string Unit, double Ours, string? Peer = null, double? Theirs = null, double? Ratio = null, double? Low = null, double? High = null,
    double? Goal = null)
{
    public static Measurement Of(string what, string unit, string peer, Score score, double? goal = null) =>
        new(what, unit, score.Ours, peer, score.Peer, score.Ratio, score.Low, score.High, goal);
}
