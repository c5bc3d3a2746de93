namespace Crowdsource.Hosting.Logs;

/// <summary>How a host logs; levels are set under <c>Serilog:MinimumLevel</c>. Configuration section <c>Crowdsource:Logs</c>.</summary>
public sealed class LogOptions
{
    public const string Section = "Crowdsource:Logs";

    /// <summary><c>Text</c> for people; <c>Json</c>, one document a line, for whatever collects logs.</summary>
    public LogFormat Format { get; set; } = LogFormat.Text;
}
