using System.Collections.Immutable;
using System.Text.Json;

namespace Crowdsource.Formats.Quantization;

/// <summary>
/// What each layer of a network gives on sample images, by layer name: measured once per generation of the backbone and kept, so that the grids
/// of two nights are the same. The image itself needs no entry: see <see cref="ActivationGrid.Image"/>.
/// </summary>
public sealed class ActivationRanges
{
    private readonly ImmutableSortedDictionary<string, ActivationRange> _ranges;

    /// <param name="ranges">By layer name.</param>
    /// <exception cref="ArgumentException">A range is not finite, or its ends are not in order.</exception>
    public ActivationRanges(IEnumerable<KeyValuePair<string, ActivationRange>> ranges)
    {
        _ranges = ranges.ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach (var (layer, range) in _ranges)
        {
            if (!range.IsValid)
            {
                throw new ArgumentException($"[{range.Least}, {range.Most}] is no range of '{layer}'.", nameof(ranges));
            }
        }
    }

    /// <summary>The names of the layers that have a range, in ordinal order.</summary>
    public IEnumerable<string> Layers => _ranges.Keys;

    /// <summary>The range of a layer, or null.</summary>
    public ActivationRange? this[string layer] => _ranges.TryGetValue(layer, out var range) ? range : null;

    /// <summary>These ranges with that of one layer added or replaced: a night's head.</summary>
    /// <exception cref="ArgumentException">The range is not finite, or its ends are not in order.</exception>
    public ActivationRanges With(string layer, ActivationRange range) => new(_ranges.SetItem(layer, range));

    /// <summary>UTF-8 JSON, <c>{"layer":[least,most],…}</c>; equal ranges give equal bytes.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (layer, range) in _ranges)
            {
                writer.WriteStartArray(layer);
                writer.WriteNumberValue(range.Least);
                writer.WriteNumberValue(range.Most);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static ActivationRanges Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new ActivationRanges(document.RootElement.EnumerateObject().Select(layer => KeyValuePair.Create(
                layer.Name,
                layer.Value.GetArrayLength() == 2
                    ? new ActivationRange(layer.Value[0].GetSingle(), layer.Value[1].GetSingle())
                    : throw new FormatException($"'{layer.Name}' has no two ends."))));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"These are no activation ranges: {error.Message}", error);
        }
    }
}
