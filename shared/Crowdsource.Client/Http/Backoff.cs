namespace Crowdsource.Client.Http;

/// <summary>The waits between tries.</summary>
internal sealed class Backoff(RetryOptions options)
{
    private readonly Random _random = new(options.Seed);
    private readonly Lock _lock = new();

    /// <summary>How long to wait after a failed try; null: give up.</summary>
    /// <param name="failures">Failed tries in a row, from 1.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    public TimeSpan? After(int failures, TimeSpan? retryAfter)
    {
        if (failures >= options.Attempts || retryAfter > options.MaxDelay)
        {
            return null;
        }

        // 2^30 half seconds are 17 years: beyond any limit, and still far from an overflow.
        var longest = Math.Min(options.FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30)), options.MaxDelay.TotalSeconds);
        double share;
        lock (_lock)
        {
            share = _random.NextDouble();
        }

        var wait = TimeSpan.FromSeconds(longest * (1 - (share / 2)));
        return retryAfter > wait ? retryAfter : wait;
    }
}
