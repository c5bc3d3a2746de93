using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Crowdsource.Vision.Augmentation;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014), seeded from the SHA-256 of a text. Its sequence is part of the recipe, which
/// <see cref="Random"/> does not promise to keep between versions of .NET.</summary>
internal struct SeededRandom
{
    private ulong _state;

    public SeededRandom(string seed) =>
        _state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));

    /// <summary>Uniform in [from, to).</summary>
    public double Between(double from, double to) => from + ((to - from) * ((Next() >> 11) * (1.0 / (1UL << 53))));

    public bool Chance(double probability) => Between(0, 1) < probability;

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
