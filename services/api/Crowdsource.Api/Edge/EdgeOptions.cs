using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Api.Edge;

/// <summary>How long a connection may dawdle. Configuration section <c>Crowdsource:Edge</c>.</summary>
public sealed class EdgeOptions
{
    public const string Section = "Crowdsource:Edge";

    /// <summary>A JSON document is at most so long; photos have a limit of their own.</summary>
    public const long MostJsonBytes = 1024 * 1024;

    /// <summary>Seconds in which a request's headers must arrive.</summary>
    [Range(1, 600)]
    public int HeaderSeconds { get; set; } = 15;

    /// <summary>Bytes a second below which a body is given up (408); mobile networks at their worst are faster.</summary>
    [Range(1, 1_000_000)]
    public int SlowestBodyBytesPerSecond { get; set; } = 240;

    /// <summary>Seconds for which a body may be slower, such as in a tunnel. More than 1, the interval in which it is measured.</summary>
    [Range(2, 600)]
    public int SlowBodySeconds { get; set; } = 10;
}
