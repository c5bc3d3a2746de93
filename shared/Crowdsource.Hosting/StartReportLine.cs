namespace Crowdsource.Hosting;

/// <summary>What a module contributes to the start report.</summary>
/// <param name="Port">What is stood behind, such as <c>weights</c>.</param>
/// <param name="Part">What stands behind it.</param>
public sealed record StartReportLine(string Port, string Part);
