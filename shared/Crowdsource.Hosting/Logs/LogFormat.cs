namespace Crowdsource.Hosting.Logs;

/// <summary>For whom log lines are.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text = 0,

    /// <summary>For machines: one JSON document a line (CLEF), with the ids of trace and span.</summary>
    Json = 1,
}
