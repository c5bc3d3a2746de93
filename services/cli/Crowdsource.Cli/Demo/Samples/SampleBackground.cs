using System.Numerics;

namespace Crowdsource.Cli.Demo.Samples;

/// <summary>What lies under and behind the object: cloth, boards, tiles or a plain table, uneven and with a few blotches.</summary>
internal sealed class SampleBackground
{
    private readonly int _kind;
    private readonly Vector3 _first;
    private readonly Vector3 _second;
    private readonly Matrix3x2 _turned;
    private readonly float[] _lattice;
    private readonly float _size;
    private readonly (Vector2 At, float Radius, float Strength)[] _blotches;

    public SampleBackground(Random random, int width, int height)
    {
        _kind = random.Next(4);
        _first = Colour(random);
        _second = Vector3.Lerp(_first, Colour(random), 0.2f + (0.6f * random.NextSingle()));
        _turned = Matrix3x2.CreateRotation(random.NextSingle() * MathF.Tau);
        _size = 28 + (60 * random.NextSingle());
        _lattice = [.. Enumerable.Range(0, 4096).Select(_ => random.NextSingle())];
        _blotches = [.. Enumerable.Range(0, 3 + random.Next(5)).Select(_ => (
            new Vector2(width * random.NextSingle(), height * random.NextSingle()),
            Math.Min(width, height) * (0.12f + (0.4f * random.NextSingle())),
            random.NextSingle() - 0.45f))];
    }

    public Vector3 At(Vector2 at)
    {
        var p = Vector2.Transform(at, _turned) / _size;
        var grain = (0.6f * Noise(p * 4)) + (0.4f * Noise(p * 11));
        var mix = _kind switch
        {
            0 => grain,
            1 => (0.75f * Noise(new Vector2(p.X * 0.3f, p.Y * 5))) + (0.25f * (MathF.Sin(p.Y * MathF.PI) > 0.96f ? 0 : 1)),
            2 => MathF.Abs(p.X - MathF.Round(p.X)) < 0.04f || MathF.Abs(p.Y - MathF.Round(p.Y)) < 0.04f ? 1 : 0.25f * grain,
            _ => 0.3f * Noise(p * 0.6f),
        };
        var colour = Vector3.Lerp(_first, _second, mix);
        foreach (var (centre, radius, strength) in _blotches)
        {
            colour *= 1 + (strength * MathF.Exp(-(at - centre).LengthSquared() / (radius * radius)));
        }

        return colour;
    }

    /// <summary>Value noise on a lattice of 64 × 64 that repeats, 0 to 1.</summary>
    private float Noise(Vector2 p)
    {
        var (x, y) = ((int)MathF.Floor(p.X), (int)MathF.Floor(p.Y));
        var (u, v) = (p.X - x, p.Y - y);
        (u, v) = (u * u * (3 - (2 * u)), v * v * (3 - (2 * v)));
        return float.Lerp(
            float.Lerp(Lattice(x, y), Lattice(x + 1, y), u),
            float.Lerp(Lattice(x, y + 1), Lattice(x + 1, y + 1), u), v);
    }

    private float Lattice(int x, int y) => _lattice[((y & 63) * 64) + (x & 63)];

    private static Vector3 Colour(Random random)
    {
        var grey = 0.15f + (0.6f * random.NextSingle());
        var tint = new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) - new Vector3(0.5f);
        return Vector3.Clamp(new Vector3(grey) + (0.3f * grey * tint), new Vector3(0.02f), Vector3.One);
    }
}
