using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Volunteers;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>A volunteer sends a photo whose bytes are already stored.</summary>
/// <param name="Id">Made by the client.</param>
/// <param name="Campaign">For which campaign.</param>
/// <param name="Volunteer">Who sends it.</param>
/// <param name="Label">The claimed label's name.</param>
/// <param name="CapturedAt">When it was taken.</param>
/// <param name="Upload">The bytes, in the store of uploads.</param>
/// <param name="UploadBytes">How many.</param>
/// <param name="SweepMark">Where deletions stood before the bytes were stored: a commit that relies on bytes deleted since then is refused.</param>
[GenerateSerializer, Immutable, Alias("submit-photo")]
public sealed record SubmitPhoto(
    SubmissionId Id,
    CampaignId Campaign,
    VolunteerId Volunteer,
    string Label,
    DateTimeOffset CapturedAt,
    BlobDigest Upload,
    long UploadBytes,
    long SweepMark);
