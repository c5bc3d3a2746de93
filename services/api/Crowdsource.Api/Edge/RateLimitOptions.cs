using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Api.Edge;

/// <summary>How many requests a caller may make. Configuration section <c>Crowdsource:RateLimits</c>.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "Crowdsource:RateLimits";

    /// <summary>False: nobody is limited here, because something in front of the server does it.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Whether callers on this machine are exempt: imports, demos and benchmarks. A request that a proxy forwards, and says so
    /// (<c>X-Forwarded-For</c>, <c>Forwarded</c>), is never taken for one.
    /// </summary>
    public bool ExemptLoopback { get; set; } = true;

    /// <summary>Requests a minute with one valid token; all of them may come at once.</summary>
    [Range(1, 1_000_000)]
    public int PerTokenPerMinute { get; set; } = 3000;

    /// <summary>Requests a minute without a token from one address, behind which there may be a school.</summary>
    [Range(1, 1_000_000)]
    public int PerAddressPerMinute { get; set; } = 1200;

    /// <summary>Requests a minute with a token that is none, from one address.</summary>
    [Range(1, 1_000_000)]
    public int BadTokensPerAddressPerMinute { get; set; } = 30;
}
