using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crowdsource.Trainer.Export;

/// <summary>
/// What one night measured for its artifacts and the next need not measure again while the backbone is the same. Stored as JSON under its
/// SHA-256. Features are files of 16-bit floats, row after row.
/// </summary>
internal sealed record ParityManifest
{
    public static ParityManifest Empty { get; } = new();

    /// <summary>Digest of the backbone that <see cref="Calibrations"/> were measured of.</summary>
    public string? Calibrated { get; init; }

    /// <summary>By input size in pixels: from smaller images the same weights make larger numbers.</summary>
    public ImmutableSortedDictionary<int, SizeCalibration> Calibrations { get; init; } = ImmutableSortedDictionary<int, SizeCalibration>.Empty;

    /// <summary>What they were measured on; photos that are gone have left.</summary>
    public ImmutableArray<ParityView> CalibrationViews { get; init; } = [];

    /// <summary>What parity is measured on.</summary>
    public ImmutableArray<ParityView> Views { get; init; } = [];

    /// <summary>The features of <see cref="Views"/>, by the digest of the backbone, compressed or not, that made them.</summary>
    public ImmutableSortedDictionary<string, string> Features { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The files that it names.</summary>
    [JsonIgnore]
    public IEnumerable<string> Files => [.. Features.Values, .. Calibrations.Values.SelectMany(size => (string[])[size.Ranges, size.Features])];
}
