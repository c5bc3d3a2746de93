namespace Crowdsource.Protocol.Updates;

/// <param name="Version">The model version.</param>
/// <param name="ReleasedAt">Since when it is offered.</param>
/// <param name="Artifacts">What there is to download, of which a phone takes one.</param>
public sealed record ReleaseDocument(int Version, DateTimeOffset ReleasedAt, IReadOnlyList<ArtifactDocument> Artifacts);
