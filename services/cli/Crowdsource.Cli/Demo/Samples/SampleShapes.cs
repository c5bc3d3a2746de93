using System.Numerics;

namespace Crowdsource.Cli.Demo.Samples;

/// <summary>
/// What the sample photos show, drawn in a plane where the object fills about the unit circle and y points down.
/// A shape says how far a point is from its edge (negative inside) and what it looks like there, before light falls on it.
/// </summary>
internal static class SampleShapes
{
    public delegate Sample Shape(Vector2 point, Look look);

    /// <param name="Distance">To the edge; negative inside.</param>
    /// <param name="Colour">Linear RGB, 0 to 1.</param>
    /// <param name="Slope">How the surface leans, for the light: zero is flat, the length is at most 1.</param>
    public readonly record struct Sample(float Distance, Vector3 Colour, Vector2 Slope = default);

    /// <summary>What differs from one specimen to the next.</summary>
    /// <param name="Hue">Main colour, linear RGB.</param>
    /// <param name="Accent">Second colour.</param>
    /// <param name="A">Proportions, 0 to 1.</param>
    /// <param name="B">Pattern, 0 to 1.</param>
    public readonly record struct Look(Vector3 Hue, Vector3 Accent, float A, float B);

    public static IReadOnlyDictionary<string, Shape> All { get; } = new Dictionary<string, Shape>
    {
        ["ball"] = Ball,
        ["book"] = Book,
        ["key"] = Key,
        ["leaf"] = Leaf,
        ["mug"] = Mug,
    };

    private static Sample Ball(Vector2 p, Look look)
    {
        var stripes = MathF.Sin((p.X + (0.5f * p.Y * p.Y)) * (3 + (4 * look.B)));
        var colour = look.A < 0.35f || stripes > 0.1f ? look.Hue : look.Accent;
        return new Sample(p.Length() - 0.8f, colour, p / 0.8f);
    }

    private static Sample Book(Vector2 p, Look look)
    {
        var half = new Vector2(0.55f + (0.15f * look.A), 0.8f);
        var edge = Box(p, half) - 0.03f;
        var spine = p.X < -half.X + 0.16f;
        var pages = p.X > half.X - 0.05f;
        var title = MathF.Abs(p.Y + 0.35f) < 0.09f && MathF.Abs(p.X - 0.08f) < 0.32f;
        var lines = MathF.Abs(p.Y - 0.3f) < 0.16f && MathF.Abs(p.X - 0.08f) < 0.2f && MathF.Sin(p.Y * 55) > 0;
        var colour = pages ? new Vector3(0.85f, 0.82f, 0.72f) : spine ? look.Hue * 0.5f : title || (lines && look.B > 0.4f) ? look.Accent : look.Hue;
        return new Sample(edge, colour, spine ? new Vector2(-0.5f, 0) : default);
    }

    private static Sample Key(Vector2 p, Look look)
    {
        var head = new Vector2(0, -0.55f);
        var radius = 0.26f + (0.1f * look.A);
        var ring = MathF.Abs((p - head).Length() - radius) - 0.1f;
        var shaft = Box(p - new Vector2(0, 0.25f), new Vector2(0.07f, 0.62f));
        var first = Box(p - new Vector2(0.16f, 0.78f), new Vector2(0.13f, 0.06f));
        var second = Box(p - new Vector2(0.14f, 0.55f + (0.06f * look.B)), new Vector2(0.1f, 0.05f));
        var distance = MathF.Min(MathF.Min(ring, shaft), MathF.Min(first, second));
        // Metal has only a breath of colour.
        var metal = Vector3.Lerp(new Vector3(0.5f, 0.5f, 0.52f), new Vector3(0.62f, 0.46f, 0.16f), look.B);
        return new Sample(distance, metal, new Vector2(Math.Clamp(p.X * 6, -0.8f, 0.8f), 0));
    }

    private static Sample Leaf(Vector2 p, Look look)
    {
        // Two circles that overlap; the narrower their overlap, the slimmer the leaf.
        var offset = 0.35f + (0.35f * look.A);
        var radius = MathF.Sqrt((offset * offset) + (0.78f * 0.78f));
        var blade = MathF.Max((p - new Vector2(offset, -0.1f)).Length(), (p + new Vector2(offset, 0.1f)).Length()) - radius;
        var stem = Box(p - new Vector2(0.02f, 0.8f), new Vector2(0.025f, 0.18f));
        var vein = MathF.Abs(p.X) < 0.018f || MathF.Abs(MathF.Sin((p.Y + (MathF.Abs(p.X) * 0.9f)) * (9 + (5 * look.B)))) < 0.1f;
        var green = Vector3.Lerp(new Vector3(0.1f, 0.32f, 0.06f), new Vector3(0.55f, 0.34f, 0.06f), look.B * look.B);
        return new Sample(MathF.Min(blade, stem), vein ? green * 0.6f : green, new Vector2(MathF.Sign(p.X) * 0.25f, 0));
    }

    private static Sample Mug(Vector2 p, Look look)
    {
        var half = new Vector2(0.5f, 0.5f + (0.18f * look.A));
        var body = Box(p, half - new Vector2(0.08f)) - 0.08f;
        var handle = MathF.Abs((p - new Vector2(0.52f, 0.02f)).Length() - 0.3f) - 0.075f;
        var rim = (new Vector2(p.X, (p.Y + half.Y) * 3.2f).Length() - half.X) / 2;
        var band = MathF.Abs(p.Y - 0.1f) < 0.12f && look.B > 0.45f;
        if (rim < 0)
        {
            return new Sample(rim, rim < -0.05f ? new Vector3(0.1f, 0.05f, 0.025f) : look.Hue * 1.1f);
        }

        return body <= handle
            ? new Sample(MathF.Min(body, rim), band ? look.Accent : look.Hue, new Vector2(p.X / half.X * 0.9f, 0))
            : new Sample(MathF.Min(handle, rim), look.Hue * 0.9f, new Vector2(0.4f, 0));
    }

    private static float Box(Vector2 p, Vector2 half)
    {
        var q = Vector2.Abs(p) - half;
        return Vector2.Max(q, Vector2.Zero).Length() + MathF.Min(MathF.Max(q.X, q.Y), 0);
    }
}
