using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Crowdsource.Formats.Activations;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Inference;

/// <summary>
/// The activations of one photo and its augmented variants, as stored: 96 KB for 5 variants of 96 × 14 × 14. Little-endian: "CSA1",
/// u16 variants, u16 channels, u16 height, u16 width, u16 length and UTF-8 of the extractor's id, the same of the recipe's id, then
/// <see cref="PackedActivations.Stored"/> of each variant.
/// </summary>
public sealed class ActivationBlob
{
    private const int MaxIdLength = 512;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="extractor">See <see cref="TrunkExtractor.Id"/>.</param>
    /// <param name="recipe">The identity of the recipe that made the variants.</param>
    /// <param name="variants">The upright photo first, then variant 1, 2, …; all of one shape.</param>
    /// <exception cref="ArgumentException">No variants, different shapes, or an id beyond 512 bytes.</exception>
    public ActivationBlob(string extractor, string recipe, IEnumerable<PackedActivations> variants)
    {
        Variants = [.. variants];
        if (Variants.Length is 0 or > ushort.MaxValue || Variants.Any(variant => variant.Shape != Shape)
            || Shape is not { Channels: <= ushort.MaxValue, Height: <= ushort.MaxValue, Width: <= ushort.MaxValue })
        {
            throw new ArgumentException("A photo has 1 to 65,535 variants, all of one shape.", nameof(variants));
        }

        if (s_utf8.GetByteCount(extractor) > MaxIdLength || s_utf8.GetByteCount(recipe) > MaxIdLength)
        {
            throw new ArgumentException($"Ids have at most {MaxIdLength} bytes.", nameof(extractor));
        }

        (Extractor, Recipe) = (extractor, recipe);
    }

    /// <summary>What computed the activations.</summary>
    public string Extractor { get; }

    /// <summary>What made the variants.</summary>
    public string Recipe { get; }

    /// <summary>The upright photo, then its variants.</summary>
    public ImmutableArray<PackedActivations> Variants { get; }

    /// <summary>Of each variant.</summary>
    public ActivationShape Shape => Variants[0].Shape;

    private static ReadOnlySpan<byte> Magic => "CSA1"u8;

    /// <summary>The stored form; the same content gives the same bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        foreach (var number in (ReadOnlySpan<int>)[Variants.Length, Shape.Channels, Shape.Height, Shape.Width])
        {
            writer.Write((ushort)number);
        }

        foreach (var text in (string[])[Extractor, Recipe])
        {
            var bytes = s_utf8.GetBytes(text);
            writer.Write((ushort)bytes.Length);
            writer.Write(bytes);
        }

        foreach (var variant in Variants)
        {
            writer.Write(variant.Stored);
        }

        return stream.ToArray();
    }

    /// <summary>Reads the stored form; the result refers to <paramref name="bytes"/>.</summary>
    /// <exception cref="InvalidDataException">It is not one, or is cut off.</exception>
    public static ActivationBlob Read(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith(Magic))
        {
            throw new InvalidDataException("These are not stored activations: they do not begin with CSA1.");
        }

        var rest = bytes[Magic.Length..];
        var variants = ReadNumber(ref rest);
        var shape = new ActivationShape(ReadNumber(ref rest), ReadNumber(ref rest), ReadNumber(ref rest));
        var extractor = ReadText(ref rest);
        var recipe = ReadText(ref rest);
        var length = PackedActivations.StoredLength(shape);
        if (variants == 0 || length == 0 || rest.Length != variants * (long)length)
        {
            throw new InvalidDataException($"Stored activations are damaged: {variants} variants of {shape} in {rest.Length} bytes.");
        }

        return new ActivationBlob(
            extractor, recipe, Enumerable.Range(0, variants).Select(i => PackedActivations.Read(rest.Slice(i * length, length), shape)));
    }

    private static int ReadNumber(ref ReadOnlyMemory<byte> bytes)
    {
        if (!BinaryPrimitives.TryReadUInt16LittleEndian(bytes.Span, out var value))
        {
            throw new InvalidDataException("Stored activations are cut off.");
        }

        bytes = bytes[sizeof(ushort)..];
        return value;
    }

    private static string ReadText(ref ReadOnlyMemory<byte> bytes)
    {
        var length = ReadNumber(ref bytes);
        if (length > MaxIdLength || length > bytes.Length)
        {
            throw new InvalidDataException("Stored activations are cut off.");
        }

        try
        {
            var text = s_utf8.GetString(bytes.Span[..length]);
            bytes = bytes[length..];
            return text;
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException("Stored activations name their origin in broken UTF-8.", error);
        }
    }
}
