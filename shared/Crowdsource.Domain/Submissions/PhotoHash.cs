using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>
/// A photo as duplicates are looked up: exact by (Campaign, PixelDigest), which is unique, near by any of five bands (13 bits, the last 12) of
/// the perceptual hash. Hashes that differ in at most four bits share at least one band, so no near-duplicate is missed.
/// </summary>
[GenerateSerializer, Immutable, Alias("photo-hash")]
public sealed record PhotoHash
{
    [Id(0)] public required CampaignId Campaign { get; init; }

    /// <summary>Unique.</summary>
    [Id(1)] public required SubmissionId Submission { get; init; }
    [Id(2)] public required BlobDigest PixelDigest { get; init; }
    [Id(3)] public required long Hash { get; init; }
    [Id(4)] public required int Band0 { get; init; }
    [Id(5)] public required int Band1 { get; init; }
    [Id(6)] public required int Band2 { get; init; }
    [Id(7)] public required int Band3 { get; init; }
    [Id(13)] public required int Band4 { get; init; }

    [Id(8)] public required ContributorKey Contributor { get; init; }

    /// <summary>The claimed label: with the contributor and the time it names a session.</summary>
    [Id(9)] public required LabelId Label { get; init; }
    [Id(10)] public required DateTimeOffset CapturedAt { get; init; }
    [Id(11)] public required Guid Cluster { get; init; }

    /// <summary>The near-duplicate in review whose place it takes; null when there is none.</summary>
    [Id(12)] public SubmissionId? Replaces { get; init; }

    /// <param name="photo">A photo that was processed.</param>
    /// <exception cref="ArgumentException">It was not.</exception>
    public static PhotoHash Of(SubmissionState photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var findings = photo.Findings ?? throw new ArgumentException($"{photo.Id} was not processed.", nameof(photo));
        return new PhotoHash
        {
            Campaign = photo.Campaign,
            Submission = photo.Id,
            PixelDigest = findings.PixelDigest,
            Hash = findings.PerceptualHash,
            Band0 = Band(findings.PerceptualHash, 0),
            Band1 = Band(findings.PerceptualHash, 1),
            Band2 = Band(findings.PerceptualHash, 2),
            Band3 = Band(findings.PerceptualHash, 3),
            Band4 = Band(findings.PerceptualHash, 4),
            Contributor = photo.Contributor,
            Label = photo.ClaimedLabel,
            CapturedAt = photo.CapturedAt,
            Cluster = photo.Cluster ?? photo.Id.Value,
        };
    }

    private static int Band(long hash, int index) => (int)((hash >>> (13 * index)) & 0x1fff);
}
