namespace Crowdsource.Learning;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for a seed on every platform and version, which System.Random does not promise.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to <paramref name="below"/> − 1. The bias is below 2⁻³² for the small numbers used here.</summary>
    public int Next(int below) => (int)(((Next() >> 32) * (ulong)below) >> 32);

    /// <summary>In (0, 1].</summary>
    public double NextUnit() => ((Next() >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>Normal numbers of mean 0 (Box, Muller 1958).</summary>
    public float[] Normal(int count, double deviation)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(NextUnit())) * Math.Cos(2 * Math.PI * NextUnit()));
        }

        return values;
    }

    /// <summary>A shuffled copy (Fisher, Yates).</summary>
    public int[] Shuffle(ReadOnlySpan<int> values)
    {
        var shuffled = values.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }
}
