using System.Diagnostics;

namespace Crowdsource.Benchmarks;

/// <summary>Ours against a peer, in turns, so that a noisy machine is noisy for both.</summary>
internal static class Duel
{
    /// <summary>How many times faster ours is: the median over the rounds, with the smallest and largest.</summary>
    public static async Task<(double Median, double Low, double High)> Fight(int rounds, Func<Task> ours, Func<Task> peer)
    {
        await ours();
        await peer();
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var mine = await Time(ours);
            var theirs = await Time(peer);
            ratios.Add(theirs / mine);
        }

        ratios.Sort();
        return (ratios[ratios.Count / 2], ratios[0], ratios[^1]);
    }

    private static async Task<double> Time(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
