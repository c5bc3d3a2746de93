using System.Diagnostics;

namespace Crowdsource.Benchmarks;

/// <summary>Ours against a peer, in turns, so that a noisy machine is noisy for both.</summary>
internal static class Duel
{
    /// <summary>Both do the same work; how much of it per second?</summary>
    /// <param name="rounds">Turns of each, after one to warm up.</param>
    /// <param name="units">Work in one turn.</param>
    /// <param name="ours">One turn of ours.</param>
    /// <param name="peer">One turn of the peer.</param>
    public static Task<Score> Fight(int rounds, double units, Func<Task> ours, Func<Task> peer) =>
        Fight(rounds, async () => units / await Time(ours), async () => units / await Time(peer));

    /// <summary>As the other, of contestants that measure their own rate in units per second.</summary>
    public static async Task<Score> Fight(int rounds, Func<Task<double>> ours, Func<Task<double>> peer)
    {
        await ours();
        await peer();
        var turns = new List<(double Ours, double Peer)>();
        for (var round = 0; round < rounds; round++)
        {
            turns.Add((await ours(), await peer()));
        }

        var ratios = turns.Select(turn => turn.Ours / turn.Peer).Order().ToList();
        return new Score(
            Middle(turns.Select(turn => turn.Ours)), Middle(turns.Select(turn => turn.Peer)), Middle(ratios), ratios[0], ratios[^1]);
    }

    public static double Middle(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static async Task<double> Time(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
