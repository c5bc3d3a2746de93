using System.Buffers;
using System.Security.Cryptography;
using Orleans;

namespace Crowdsource.Domain.Blobs;

/// <summary>The SHA-256 of a blob's bytes, which is also its name: 64 lower-case hexadecimal digits.</summary>
[GenerateSerializer, Immutable, Alias("blob-digest")]
public readonly record struct BlobDigest
{
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    public BlobDigest(string value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentException("A blob digest is 64 lower-case hexadecimal digits.", nameof(value));
        }

        Value = value;
    }

    [Id(0)] public string Value { get; }

    public static bool IsValid(string? value) => value is { Length: 64 } && !value.AsSpan().ContainsAnyExcept(s_hex);

    public static BlobDigest Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    public override string ToString() => Value;
}
