namespace Crowdsource.Protocol.Updates;

/// <param name="Version">The model version.</param>
/// <param name="ReleasedAt">Since when it is offered.</param>
/// <param name="Bundle">What to download.</param>
public sealed record ReleaseDocument(int Version, DateTimeOffset ReleasedAt, BundleDocument Bundle);
