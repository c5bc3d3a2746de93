namespace Crowdsource.Protocol.Datasets;

/// <summary>A line of a dataset's <c>manifest.jsonl</c>.</summary>
/// <param name="File">Its path in the archive, with forward slashes.</param>
/// <param name="LabelId">The label's stable number.</param>
/// <param name="Label">The label's name; the folder's name where that is safe.</param>
/// <param name="Split"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Anchor">Whether the photo is in the anchor set, which judges every night; its split is <c>test</c>.</param>
/// <param name="Licence">SPDX identifier that its volunteer agreed to.</param>
/// <param name="Contributor">Who took it: a random key, the same for all photos of one person.</param>
/// <param name="CapturedAt">When it was taken.</param>
/// <param name="Digest">SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Latitude">Degrees north, where the photo was taken; null unless its volunteer agreed.</param>
/// <param name="Longitude">Degrees east; null unless its volunteer agreed.</param>
public sealed record DatasetPhoto(
    string File,
    int LabelId,
    string Label,
    string Split,
    bool Anchor,
    string Licence,
    Guid Contributor,
    DateTimeOffset CapturedAt,
    string Digest,
    int Width,
    int Height,
    double? Latitude = null,
    double? Longitude = null)
{
    /// <summary>The list of the photos in the archive, one JSON document per line.</summary>
    public const string Manifest = "manifest.jsonl";
}
