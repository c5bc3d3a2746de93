using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Crowdsource.Benchmarks.Peers;

/// <summary>The load generator wrk: the same client for both sides.</summary>
internal static partial class Wrk
{
    private const int Seconds = 3;

    /// <summary>Answers per second.</summary>
    /// <exception cref="InvalidOperationException">wrk failed, or saw a status of 400 and more.</exception>
    public static async Task<double> RequestsPerSecond(Uri url, int connections, params (string Name, string Value)[] headers)
    {
        var start = new ProcessStartInfo("wrk") { UseShellExecute = false, RedirectStandardOutput = true, ArgumentList = { "-t", "1", "-c", $"{connections}", "-d", $"{Seconds}s" } };
        foreach (var (name, value) in headers)
        {
            start.ArgumentList.Add("-H");
            start.ArgumentList.Add($"{name}: {value}");
        }

        start.ArgumentList.Add(url.ToString());
        using var wrk = Process.Start(start)!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        // A 304 has status below 400; wrk counts from 400 up (and socket errors) as bad.
        return RateLine().Match(said) is { Success: true } rate && !said.Contains("Non-2xx", StringComparison.Ordinal)
            ? double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"wrk on {url}: {said}");
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RateLine();
}
