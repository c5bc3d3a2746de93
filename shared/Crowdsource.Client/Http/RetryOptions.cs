namespace Crowdsource.Client.Http;

/// <summary>How patiently a request is repeated. Waits double from try to try, are shortened by up to half at random so that phones do
/// not come back all at once, and are never shorter than a server's <c>Retry-After</c>.</summary>
public sealed record RetryOptions
{
    /// <summary>Makes the random part; phones should each have another one, tests a fixed one.</summary>
    public required int Seed { get; init; }

    /// <summary>Tries in a row without any progress, the first included; at least 1.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The longest wait after the first try.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait at all. A server that wants to be left alone for longer ends the attempts.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be silent before it counts as lost.</summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(30);
}
