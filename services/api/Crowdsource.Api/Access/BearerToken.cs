using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crowdsource.Api.Access;

/// <summary>The text of a token: 256 random bits. The server keeps its SHA-256 only, so a copy of the catalogue opens nothing.</summary>
/// <param name="Text">What the holder sends.</param>
/// <param name="Hash">SHA-256 of the text, 64 lower-case hexadecimal digits.</param>
public sealed record BearerToken(string Text, string Hash)
{
    private const string Prefix = "cs_";
    private const int MaxLength = 200;

    /// <summary>A new token that nobody has seen.</summary>
    public static BearerToken Create()
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new BearerToken(text, HashOf(text));
    }

    /// <summary>The key under which the token with this text is kept.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The hash of the token in an <c>Authorization</c> header; null when there is none in it.</summary>
    internal static string? HashFromHeader(string? header)
    {
        const string Scheme = "Bearer ";
        return header is { Length: > 7 and < MaxLength } && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? HashOf(header[Scheme.Length..].Trim())
            : null;
    }
}
