using System.Security.Cryptography;

namespace Crowdsource.Storage;

/// <summary>What the bytes of one piece must hash to.</summary>
/// <param name="Algorithm">Of <see cref="IncrementalHash"/>.</param>
/// <param name="Digest">As its sender computed it.</param>
public sealed record UploadChecksum(HashAlgorithmName Algorithm, ReadOnlyMemory<byte> Digest);
