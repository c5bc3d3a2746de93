namespace Crowdsource.Protocol.Updates;

/// <summary>One of the files that a version is shipped as; an app picks by name.</summary>
/// <param name="Artifact">Engine, precision and perhaps input size, such as <c>onnx/int8</c>.</param>
/// <param name="Bundle">What to download; null: withheld, and phones stay on what they have.</param>
/// <param name="Withheld">Code of why it is withheld; null when it is not.</param>
public sealed record ArtifactDocument(string Artifact, BundleDocument? Bundle, string? Withheld);
