using System.Numerics;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Updates.Golden;

/// <summary>
/// Pictures that nobody photographed, the same every night: nobody's right to erasure reaches a phone's golden examples. Gradients,
/// soft light, overlapping shapes and stripes, in landscape, portrait and square, so that the resize rule matters.
/// </summary>
public static class SyntheticPictures
{
    /// <summary>How many there are to choose from.</summary>
    public const int Count = 24;

    // A new number makes other pictures, which every phone then downloads.
    private const int Series = 20261;
    private const int LatticeSize = 5;

    private static readonly (int Width, int Height)[] s_sizes = [(320, 240), (240, 320), (256, 256), (288, 216)];

    private static readonly Vector3[] s_palette =
    [
        new(214, 48, 36), new(242, 142, 28), new(250, 214, 64), new(96, 164, 58), new(34, 112, 64), new(58, 134, 196), new(52, 60, 120), new(140, 70, 150),
        new(240, 236, 224), new(150, 150, 150), new(40, 38, 36), new(122, 82, 48), new(236, 180, 170),
    ];

    /// <summary>Picture number <paramref name="index"/>, from 0 to <see cref="Count"/> − 1.</summary>
    public static RgbImage Render(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var random = new Random((Series * 1000) + index);
        var (width, height) = s_sizes[index % s_sizes.Length];
        var from = Colour(random);
        var to = Colour(random);
        var (sin, cos) = MathF.SinCos(random.NextSingle() * MathF.Tau);
        var light = Lattice(random);
        var shapes = new Shape[1 + random.Next(6)];
        for (var i = 0; i < shapes.Length; i++)
        {
            shapes[i] = Shape.Next(random, Colour(random), shapes.Length == 1 ? 0.42f : 0.28f);
        }

        var picture = RgbImage.Blank(width, height);
        var scale = Math.Min(width, height);
        for (var y = 0; y < height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < width; x++)
            {
                // From about −0.67 to 0.67, the short side being 1.
                var u = (x - (width / 2f)) / scale;
                var v = (y - (height / 2f)) / scale;
                var along = Math.Clamp(0.5f + (u * cos) + (v * sin), 0, 1);
                var shade = 0.75f + (0.5f * Interpolate(light, x / (float)width, y / (float)height));
                var colour = Vector3.Lerp(from, to, along);
                foreach (var shape in shapes)
                {
                    colour = Vector3.Lerp(colour, shape.Colour, shape.Cover(u, v));
                }

                colour = Vector3.Clamp((colour * shade) + new Vector3(0.5f), Vector3.Zero, new Vector3(255));
                for (var c = 0; c < RgbImage.Channels; c++)
                {
                    row[(x * RgbImage.Channels) + c] = (byte)colour[c];
                }
            }
        }

        return picture;
    }

    private static Vector3 Colour(Random random) =>
        s_palette[random.Next(s_palette.Length)] + new Vector3(random.Next(-16, 17), random.Next(-16, 17), random.Next(-16, 17));

    private static float[] Lattice(Random random)
    {
        var values = new float[LatticeSize * LatticeSize];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle();
        }

        return values;
    }

    private static float Interpolate(float[] lattice, float x, float y)
    {
        const int Cells = LatticeSize - 1;
        var left = Math.Min((int)(x * Cells), Cells - 1);
        var top = Math.Min((int)(y * Cells), Cells - 1);
        var (fx, fy) = ((x * Cells) - left, (y * Cells) - top);
        var at = (top * LatticeSize) + left;
        var upper = lattice[at] + ((lattice[at + 1] - lattice[at]) * fx);
        var lower = lattice[at + LatticeSize] + ((lattice[at + LatticeSize + 1] - lattice[at + LatticeSize]) * fx);
        return upper + ((lower - upper) * fy);
    }

    private sealed record Shape(Vector2 Centre, Vector2 Size, float Sin, float Cos, bool Round, int Stripes, Vector3 Colour)
    {
        public static Shape Next(Random random, Vector3 colour, float size)
        {
            var centre = new Vector2((random.NextSingle() - 0.5f) * 0.7f, (random.NextSingle() - 0.5f) * 0.7f);
            var half = size * new Vector2(0.4f + (0.6f * random.NextSingle()), 0.4f + (0.6f * random.NextSingle()));
            var (sin, cos) = MathF.SinCos(random.NextSingle() * MathF.Tau);
            return new Shape(centre, half, sin, cos, random.Next(2) == 0, random.Next(3) == 0 ? 2 + random.Next(4) : 0, colour);
        }

        /// <summary>From 0 (outside) to 1 (inside), with an edge of one hundredth of the short side.</summary>
        public float Cover(float u, float v)
        {
            var (x, y) = (u - Centre.X, v - Centre.Y);
            var a = ((x * Cos) + (y * Sin)) / Size.X;
            var b = ((y * Cos) - (x * Sin)) / Size.Y;
            var distance = Round ? MathF.Sqrt((a * a) + (b * b)) : Math.Max(MathF.Abs(a), MathF.Abs(b));
            var inside = Math.Clamp((1 - distance) * Math.Min(Size.X, Size.Y) * 100, 0, 1);
            return Stripes > 0 && inside > 0 ? inside * (0.5f + (0.5f * MathF.Sin(a * Stripes * MathF.PI))) : inside;
        }
    }
}
