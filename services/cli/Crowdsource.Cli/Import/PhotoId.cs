using System.Security.Cryptography;
using System.Text;

namespace Crowdsource.Cli.Import;

/// <summary>
/// The id of an imported photo follows from the campaign and the file's bytes, so that an import which was interrupted can simply be run
/// again: the server answers what it has with "already here".
/// </summary>
internal static class PhotoId
{
    /// <summary>A UUIDv8 (RFC 9562, 5.8 and appendix B.2) of SHA-256(campaign, 0, bytes).</summary>
    public static Guid Of(string campaign, ReadOnlySpan<byte> file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(campaign));
        hash.AppendData([0]);
        hash.AppendData(file);
        Span<byte> bytes = hash.GetHashAndReset().AsSpan(0, 16);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
