using System.Text.Json;
using System.Text.Json.Serialization;
using Crowdsource.Domain.Submissions;

namespace Crowdsource.Api.Models;

/// <summary>Of the snapshot that a night stored, what says which photo was for what.</summary>
internal sealed record SnapshotExcerpt(IReadOnlyList<SnapshotExcerpt.Entry> Photos)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <param name="snapshot">As the trainer wrote it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<SnapshotExcerpt> Read(Stream snapshot, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync<SnapshotExcerpt>(snapshot, s_json, cancellationToken) ?? new SnapshotExcerpt([]);

    /// <param name="Photo">Digest of the clean master.</param>
    /// <param name="Split">What it was for.</param>
    internal sealed record Entry(string Photo, Split Split);
}
