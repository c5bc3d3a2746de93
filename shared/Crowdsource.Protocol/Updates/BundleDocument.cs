namespace Crowdsource.Protocol.Updates;

/// <summary>What a phone activates as one.</summary>
/// <param name="Digest">Stands for the whole bundle: SHA-256 of the file <c>bundle.json</c>, 64 lower-case hexadecimal digits. That file, at
/// <c>/updates/v0/files/{sha256}</c>, names all others.</param>
/// <param name="Bytes">Of all files together.</param>
public sealed record BundleDocument(string Digest, long Bytes);
