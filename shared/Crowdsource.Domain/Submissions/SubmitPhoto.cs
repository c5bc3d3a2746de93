using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>A volunteer sends a photo whose bytes are already stored.</summary>
[GenerateSerializer, Immutable, Alias("submit-photo")]
public sealed record SubmitPhoto(
    SubmissionId Id,
    CampaignId Campaign,
    VolunteerId Volunteer,
    string Label,
    DateTimeOffset CapturedAt,
    BlobDigest Upload,
    long UploadBytes);
