using Crowdsource.Domain.Submissions;

namespace Crowdsource.Protocol.Submissions;

/// <summary>A photo and where it stands.</summary>
/// <param name="Id">Made by the client.</param>
/// <param name="Campaign">The campaign.</param>
/// <param name="Label">The label that counts: the claim, or a curator's correction.</param>
/// <param name="ClaimedLabel">What the volunteer said.</param>
/// <param name="Status">Where it stands; <c>received</c> is the only status that leaves by itself.</param>
/// <param name="Reason">Why it cannot be used, when rejected or a duplicate.</param>
/// <param name="Points">What it earned.</param>
/// <param name="CapturedAt">When it was taken.</param>
/// <param name="ReceivedAt">When it was acknowledged.</param>
/// <param name="ReviewedAt">When a curator last decided.</param>
public sealed record SubmissionResponse(
    Guid Id,
    string Campaign,
    string Label,
    string ClaimedLabel,
    SubmissionStatus Status,
    SubmissionReason? Reason,
    int Points,
    DateTimeOffset CapturedAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? ReviewedAt);
