using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crowdsource.Domain.Access;

/// <summary>The text of a bearer token: <c>cs_</c>, its scope, and 256 random bits. Only its hash is ever stored.</summary>
public static class TokenText
{
    public const int RandomBytes = 32;

    /// <param name="scope">Written into the text, so that a person who finds a token knows what it opens.</param>
    /// <param name="random"><see cref="RandomBytes"/> cryptographically random bytes.</param>
    public static string Compose(TokenScope scope, ReadOnlySpan<byte> random) =>
        random.Length == RandomBytes
            ? $"cs_{scope.ToString().ToLowerInvariant()}_{Base64Url.EncodeToString(random)}"
            : throw new ArgumentException($"A token has {RandomBytes} random bytes.", nameof(random));

    /// <summary>SHA-256 of the text, 64 lower-case hexadecimal digits. No salt is needed: the text has 256 random bits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
