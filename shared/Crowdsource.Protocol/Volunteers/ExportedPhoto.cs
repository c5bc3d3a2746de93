using Crowdsource.Protocol.Submissions;

namespace Crowdsource.Protocol.Volunteers;

/// <summary>A photo in an export.</summary>
/// <param name="Submission">Where it stands.</param>
/// <param name="File">The clean photo in the archive; null when none is kept.</param>
/// <param name="UploadBytes">How large the photo was as it was sent.</param>
/// <param name="ConsentVersion">The version of the consent text that it was given under.</param>
/// <param name="Reviews">The verdicts, oldest first; who gave them is not told.</param>
/// <param name="Appeal">The volunteer's appeal, if there was one.</param>
/// <param name="Location">Where it was taken; null when that is not kept.</param>
public sealed record ExportedPhoto(
    SubmissionResponse Submission,
    string? File,
    long UploadBytes,
    int ConsentVersion,
    IReadOnlyList<ExportedReview> Reviews,
    AppealResponse? Appeal,
    ExportedLocation? Location);
