using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Crowdsource.Domain.Releases;

/// <summary>
/// Which devices try a version before the others. Each device finds out for itself, from what is the same for all of them, so an answer can be
/// cached anywhere and the server keeps no list. Every salt gives another order of devices: nobody is always the first.
/// </summary>
public static class Cohort
{
    /// <summary>Places there are; a share of this many is everybody.</summary>
    public const int Places = 10_000;

    /// <summary>
    /// Where a device stands, 0 to 9,999: the first 8 bytes of SHA-256 over the UTF-8 text <c>device/salt</c>, as an unsigned big-endian number,
    /// modulo 10,000. The device is written as 32 lower-case hexadecimal digits with hyphens (RFC 9562, section 4).
    /// </summary>
    /// <param name="device">A random number of the installation.</param>
    /// <param name="salt">Of the release.</param>
    public static int Place(Guid device, string salt)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{device:D}/{salt}"), hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % Places);
    }

    /// <summary>Whether a device is among the first <paramref name="share"/> of 10,000. Widening a share only adds devices.</summary>
    public static bool Includes(Guid device, string salt, int share) => Place(device, salt) < share;
}
