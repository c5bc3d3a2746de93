using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>
/// A photo as duplicates are looked up: exact by (Campaign, PixelDigest), which is unique, near by any of four 16-bit bands of the
/// perceptual hash. Hashes that differ in at most three bits share at least one band, so no near-duplicate is missed.
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

    public static PhotoHash Of(CampaignId campaign, SubmissionId submission, PhotoFindings findings) => new()
    {
        Campaign = campaign,
        Submission = submission,
        PixelDigest = findings.PixelDigest,
        Hash = findings.PerceptualHash,
        Band0 = Band(findings.PerceptualHash, 0),
        Band1 = Band(findings.PerceptualHash, 1),
        Band2 = Band(findings.PerceptualHash, 2),
        Band3 = Band(findings.PerceptualHash, 3),
    };

    private static int Band(long hash, int index) => (int)((hash >> (16 * index)) & 0xffff);
}
