namespace Crowdsource.Hosting;

/// <summary>What stands behind a port, for the start to say.</summary>
/// <param name="Port">Such as <c>blobs</c>.</param>
/// <param name="Part">In a few words, without secrets.</param>
internal sealed record PartOfHost(string Port, string Part);
