namespace Crowdsource.Protocol.Updates;

/// <summary>What a phone activates as one.</summary>
/// <param name="Digest">Stands for the whole bundle: SHA-256 of the file <c>bundle.json</c>, 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Of all files together.</param>
/// <param name="Files">Each is at <c>/updates/v0/files/{sha256}</c>.</param>
public sealed record BundleDocument(string Digest, long Bytes, IReadOnlyList<BundleFileDocument> Files);
