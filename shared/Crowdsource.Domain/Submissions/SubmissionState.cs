using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>One photo with the label claimed for it, and its life.</summary>
[GenerateSerializer, Immutable, Alias("submission")]
public sealed record SubmissionState
{
    [Id(0)] public required SubmissionId Id { get; init; }
    [Id(1)] public required CampaignId Campaign { get; init; }
    [Id(2)] public required VolunteerId Volunteer { get; init; }
    [Id(3)] public required ContributorKey Contributor { get; init; }

    /// <summary>What the volunteer said.</summary>
    [Id(4)] public required LabelId ClaimedLabel { get; init; }

    /// <summary>What counts: the claim, or a curator's correction.</summary>
    [Id(5)] public required LabelId Label { get; init; }

    /// <summary>The bytes as they were sent; the blob is deleted once the clean picture is stored.</summary>
    [Id(6)] public required BlobDigest Upload { get; init; }
    [Id(7)] public required long UploadBytes { get; init; }
    [Id(8)] public required DateTimeOffset CapturedAt { get; init; }
    [Id(9)] public required DateTimeOffset ReceivedAt { get; init; }
    [Id(10)] public required int ConsentVersion { get; init; }
    [Id(11)] public required SubmissionStatus Status { get; init; }

    /// <summary>A <see cref="RejectionCode"/>; set when rejected.</summary>
    [Id(12)] public string? Rejection { get; init; }

    /// <summary>The photo that this one repeats; set when a duplicate.</summary>
    [Id(13)] public SubmissionId? DuplicateOf { get; init; }

    /// <summary>What the augmenter found; null until it is done.</summary>
    [Id(14)] public PhotoFindings? Findings { get; init; }

    [Id(15)] public Split? Split { get; init; }

    /// <summary>When a curator last decided.</summary>
    [Id(16)] public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>How often points were given or taken back for this photo; makes ledger reasons unique.</summary>
    [Id(17)] public int PointsTurns { get; init; }

    /// <summary>The points that stand for this photo now.</summary>
    [Id(18)] public int Points { get; init; }

    /// <summary>By <see cref="QualityRules"/>, 0 to 1; 0 until processed.</summary>
    [Id(19)] public double Quality { get; init; }

    /// <summary>The photos of the same thing; null until processed.</summary>
    [Id(20)] public Guid? Cluster { get; init; }

    /// <summary>The bulk request whose verdict stands, so that it can be undone; null when something else came after it.</summary>
    [Id(21)] public Guid? Batch { get; init; }

    /// <summary>The volunteer's one appeal; null when there was none.</summary>
    [Id(22)] public Appeal? Appeal { get; init; }

    /// <summary>Whether curators use this photo, whose verdict is sure, to see what a voter's word weighs.</summary>
    [Id(23)] public bool Gold { get; init; }

    /// <summary>Stands where the upload's digest was erased.</summary>
    public static BlobDigest NoUpload { get; } = new(new string('0', 64));

    /// <summary>The bytes as they were sent, while they are needed.</summary>
    public IReadOnlyList<BlobDigest> Uploads => Status == SubmissionStatus.Received ? [Upload] : [];
}
