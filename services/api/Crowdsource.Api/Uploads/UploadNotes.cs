using System.Text.Json;

namespace Crowdsource.Api.Uploads;

/// <summary>What is kept beside the bytes of an upload.</summary>
/// <param name="Campaign">For which the photo is.</param>
/// <param name="Metadata">As the client sent it; the client may ask for it again.</param>
/// <param name="CreatedAt">When the upload began.</param>
internal sealed record UploadNotes(string Campaign, string Metadata, DateTimeOffset CreatedAt)
{
    public string ToText() => JsonSerializer.Serialize(this);

    public static UploadNotes Parse(string text) =>
        JsonSerializer.Deserialize<UploadNotes>(text) ?? throw new InvalidDataException("An upload has no notes.");
}
