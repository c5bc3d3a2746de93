using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Text;

namespace Crowdsource.Inference;

/// <summary>
/// The features of one photo and its augmented variants at half precision, as stored: 12.8 KB for 5 variants of 1,280. Little-endian:
/// "CSF1", u16 variants, u16 dimensions, u16 length and UTF-8 of the extractor's id, the same of the recipe's id, then the values, variant
/// by variant.
/// </summary>
public sealed class FeatureBlob
{
    private const int MaxIdLength = 512;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Half[] _values;

    /// <param name="extractor">See <see cref="FeatureExtractor.Id"/>.</param>
    /// <param name="recipe">The identity of the recipe that made the variants.</param>
    /// <param name="variants">The upright photo first, then variant 1, 2, …; all equally long; rounded to half precision.</param>
    /// <exception cref="ArgumentException">No variants, different lengths, an id beyond 512 bytes, or a value that half precision cannot hold.</exception>
    public FeatureBlob(string extractor, string recipe, IReadOnlyList<float[]> variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        if (variants.Count is 0 or > ushort.MaxValue || variants[0].Length is 0 or > ushort.MaxValue
            || variants.Any(variant => variant.Length != variants[0].Length))
        {
            throw new ArgumentException("A photo has 1 to 65,535 variants of 1 to 65,535 features, all the same number.", nameof(variants));
        }

        if (s_utf8.GetByteCount(extractor) > MaxIdLength || s_utf8.GetByteCount(recipe) > MaxIdLength)
        {
            throw new ArgumentException($"Ids have at most {MaxIdLength} bytes.", nameof(extractor));
        }

        (Extractor, Recipe, VariantCount, Dimensions) = (extractor, recipe, variants.Count, variants[0].Length);
        _values = new Half[VariantCount * Dimensions];
        for (var i = 0; i < VariantCount; i++)
        {
            TensorPrimitives.ConvertToHalf(variants[i], _values.AsSpan(i * Dimensions, Dimensions));
        }

        if (!Array.TrueForAll(_values, Half.IsFinite))
        {
            throw new ArgumentException("A feature is not a number, or beyond ±65,504.", nameof(variants));
        }
    }

    private FeatureBlob(string extractor, string recipe, int variantCount, int dimensions, Half[] values) =>
        (Extractor, Recipe, VariantCount, Dimensions, _values) = (extractor, recipe, variantCount, dimensions, values);

    /// <summary>What computed the features.</summary>
    public string Extractor { get; }

    /// <summary>What made the variants.</summary>
    public string Recipe { get; }

    /// <summary>The upright photo and its variants.</summary>
    public int VariantCount { get; }

    /// <summary>Features per variant.</summary>
    public int Dimensions { get; }

    private static ReadOnlySpan<byte> Magic => "CSF1"u8;

    /// <summary>The features of a variant; 0 is the upright photo.</summary>
    public float[] Variant(int index)
    {
        var features = new float[Dimensions];
        CopyVariant(index, features);
        return features;
    }

    /// <summary>Writes the features of a variant into a row of <see cref="Dimensions"/> numbers.</summary>
    public void CopyVariant(int index, Span<float> row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, VariantCount);
        TensorPrimitives.ConvertToSingle(_values.AsSpan(index * Dimensions, Dimensions), row);
    }

    /// <summary>The stored form; the same content gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        var extractor = s_utf8.GetBytes(Extractor);
        var recipe = s_utf8.GetBytes(Recipe);
        var bytes = new byte[Magic.Length + (4 * sizeof(ushort)) + extractor.Length + recipe.Length + (_values.Length * sizeof(ushort))];
        Magic.CopyTo(bytes);
        var rest = bytes.AsSpan(Magic.Length);
        rest = WriteNumber(rest, VariantCount);
        rest = WriteNumber(rest, Dimensions);
        rest = WriteText(rest, extractor);
        rest = WriteText(rest, recipe);
        foreach (var value in _values)
        {
            rest = WriteNumber(rest, BitConverter.HalfToUInt16Bits(value));
        }

        return bytes;
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="InvalidDataException">It is not one, or is cut off.</exception>
    public static FeatureBlob Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic))
        {
            throw new InvalidDataException("These are not stored features: they do not begin with CSF1.");
        }

        var rest = bytes[Magic.Length..];
        var variants = ReadNumber(ref rest);
        var dimensions = ReadNumber(ref rest);
        var extractor = ReadText(ref rest);
        var recipe = ReadText(ref rest);
        var count = variants * dimensions;
        if (count == 0 || rest.Length != count * (long)sizeof(ushort))
        {
            throw new InvalidDataException(
                $"Stored features are damaged: {variants} variants of {dimensions} in {rest.Length} bytes.");
        }

        var values = new Half[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadHalfLittleEndian(rest[(i * sizeof(ushort))..]);
        }

        return new FeatureBlob(extractor, recipe, variants, dimensions, values);
    }

    private static Span<byte> WriteNumber(Span<byte> bytes, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes[sizeof(ushort)..];
    }

    private static Span<byte> WriteText(Span<byte> bytes, byte[] text)
    {
        var rest = WriteNumber(bytes, text.Length);
        text.CopyTo(rest);
        return rest[text.Length..];
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        if (!BinaryPrimitives.TryReadUInt16LittleEndian(bytes, out var value))
        {
            throw new InvalidDataException("Stored features are cut off.");
        }

        bytes = bytes[sizeof(ushort)..];
        return value;
    }

    private static string ReadText(ref ReadOnlySpan<byte> bytes)
    {
        var length = ReadNumber(ref bytes);
        if (length > MaxIdLength || length > bytes.Length)
        {
            throw new InvalidDataException("Stored features are cut off.");
        }

        try
        {
            var text = s_utf8.GetString(bytes[..length]);
            bytes = bytes[length..];
            return text;
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException("Stored features name their origin in broken UTF-8.", error);
        }
    }
}
