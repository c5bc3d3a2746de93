using System.Numerics;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Cli.Demo.Samples;

/// <summary>One sample photo: an object (or none) on a background, in some light, as a phone of middling quality would see it.</summary>
internal sealed class SampleScene
{
    private readonly Random _random;
    private readonly int _width;
    private readonly int _height;
    private readonly SampleShapes.Shape? _shape;
    private readonly SampleShapes.Look _look;
    private readonly Matrix3x2 _toObject;
    private readonly float _scale;
    private readonly Vector2 _centre;
    private readonly float _reach;
    private readonly Vector3 _light;
    private readonly Vector3 _lightColour;
    private readonly Vector2 _shadow;
    private readonly SampleBackground _background;

    /// <param name="shape">Null for a photo that shows no object.</param>
    /// <param name="random">Decides everything else; the same sequence gives the same photo.</param>
    public SampleScene(SampleShapes.Shape? shape, Random random)
    {
        (_shape, _random) = (shape, random);
        (_width, _height) = random.Next(3) switch { 0 => (480, 360), 1 => (360, 480), _ => (420, 420) };
        _look = new SampleShapes.Look(Colour(0.85f), Colour(0.4f), random.NextSingle(), random.NextSingle());

        var shortSide = Math.Min(_width, _height);
        _scale = shortSide * Between(0.27f, 0.46f);
        _centre = new Vector2(_width * Between(0.36f, 0.64f), _height * Between(0.36f, 0.64f));
        var turned = Matrix3x2.CreateRotation(Between(-0.7f, 0.7f));
        // Seen from the side: one axis is shortened, and the picture leans.
        var leaning = Matrix3x2.CreateSkew(Between(-0.25f, 0.25f), 0) * Matrix3x2.CreateScale(1, Between(0.78f, 1));
        var toPicture = leaning * turned * Matrix3x2.CreateScale(_scale) * Matrix3x2.CreateTranslation(_centre);
        Matrix3x2.Invert(toPicture, out _toObject);

        var direction = Between(0, MathF.Tau);
        _light = Vector3.Normalize(new Vector3(MathF.Cos(direction), MathF.Sin(direction), Between(0.8f, 1.6f)));
        var warmth = Between(-0.14f, 0.14f);
        _lightColour = new Vector3(1 + warmth, 1, 1 - warmth) * Between(0.65f, 1.25f);
        _shadow = -new Vector2(_light.X, _light.Y) * _scale * Between(0.08f, 0.3f);
        // Shapes fill the unit circle, leaning makes them a quarter longer, and the shadow lies up to a third away, with a soft edge.
        _reach = _scale * 1.75f;
        _background = new SampleBackground(random, _width, _height);
    }

    public RgbImage Render()
    {
        var blur = _random.NextSingle() < 0.5f ? 0 : Between(0.4f, 1.6f);
        var noise = Between(0.008f, 0.03f);
        var vignette = Between(0, 0.35f);
        var pixels = new Vector3[_width * _height];
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
            {
                var fromCentre = new Vector2((x - (_width / 2f)) / _width, (y - (_height / 2f)) / _height);
                pixels[(y * _width) + x] = Pixel(new Vector2(x + 0.5f, y + 0.5f)) * _lightColour * (1 - (vignette * 2 * fromCentre.LengthSquared()));
            }
        }

        if (blur > 0)
        {
            pixels = Blurred(pixels, blur);
        }

        var image = RgbImage.Blank(_width, _height);
        for (var i = 0; i < pixels.Length; i++)
        {
            var grain = (_random.NextSingle() + _random.NextSingle() - 1) * noise * 2;
            var colour = Vector3.SquareRoot(Vector3.Clamp(pixels[i], Vector3.Zero, Vector3.One)) + new Vector3(grain);
            colour = Vector3.Clamp(colour, Vector3.Zero, Vector3.One) * 255;
            (image.Pixels[3 * i], image.Pixels[(3 * i) + 1], image.Pixels[(3 * i) + 2]) = ((byte)colour.X, (byte)colour.Y, (byte)colour.Z);
        }

        return image;
    }

    private Vector3 Pixel(Vector2 at)
    {
        var ground = _background.At(at) * (0.55f + (0.45f * _light.Z));
        if (_shape is null || (at - _centre).LengthSquared() > _reach * _reach)
        {
            return ground;
        }

        var cast = _shape(Vector2.Transform(at - _shadow, _toObject), _look).Distance;
        ground *= 1 - (0.55f * Smooth(0.12f, -0.12f, cast));
        var seen = _shape(Vector2.Transform(at, _toObject), _look);
        var cover = Math.Clamp(0.5f - (seen.Distance * _scale), 0, 1);
        return cover <= 0 ? ground : Vector3.Lerp(ground, Lit(seen), cover);
    }

    private Vector3 Lit(SampleShapes.Sample seen)
    {
        var normal = new Vector3(seen.Slope, MathF.Sqrt(MathF.Max(0.05f, 1 - seen.Slope.LengthSquared())));
        var facing = MathF.Max(0, Vector3.Dot(normal, _light));
        var shine = MathF.Pow(MathF.Max(0, Vector3.Dot(Vector3.Reflect(-_light, normal), Vector3.UnitZ)), 24) * 0.35f;
        return (seen.Colour * (0.3f + (0.75f * facing))) + new Vector3(shine);
    }

    private Vector3[] Blurred(Vector3[] pixels, float sigma)
    {
        var reach = (int)MathF.Ceiling(2.5f * sigma);
        var weights = Enumerable.Range(-reach, (2 * reach) + 1).Select(i => MathF.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var total = weights.Sum();
        var across = new Vector3[pixels.Length];
        var down = new Vector3[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, row) = (i % _width, i / _width * _width);
            for (var k = -reach; k <= reach; k++)
            {
                across[i] += pixels[row + Math.Clamp(x + k, 0, _width - 1)] * (weights[k + reach] / total);
            }
        }

        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % _width, i / _width);
            for (var k = -reach; k <= reach; k++)
            {
                down[i] += across[(Math.Clamp(y + k, 0, _height - 1) * _width) + x] * (weights[k + reach] / total);
            }
        }

        return down;
    }

    /// <summary>A hue of the given strength, in linear light.</summary>
    private Vector3 Colour(float strength)
    {
        var angle = Between(0, MathF.Tau);
        var hue = new Vector3(MathF.Cos(angle), MathF.Cos(angle - 2.094f), MathF.Cos(angle + 2.094f));
        var colour = (new Vector3(0.5f) + (0.5f * strength * hue)) * Between(0.5f, 1);
        return colour * colour;
    }

    private float Between(float from, float to) => from + ((to - from) * _random.NextSingle());

    private static float Smooth(float from, float to, float value)
    {
        var t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }
}
