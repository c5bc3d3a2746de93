namespace Crowdsource.Storage;

/// <summary>What is known of an upload before its first byte.</summary>
/// <param name="Length">Bytes, at least 1.</param>
/// <param name="ExpiresAt">When it is forgotten.</param>
/// <param name="Notes">The caller's own, kept as they are.</param>
public sealed record PartialUploadPlan(long Length, DateTimeOffset ExpiresAt, string Notes);
