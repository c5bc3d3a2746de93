using Crowdsource.Api.Campaigns;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Submissions;

namespace Crowdsource.Api.Submissions;

internal static class SubmissionDocuments
{
    private static readonly SubmissionReason s_duplicate =
        new("duplicate", "This photo, or one just like it, was sent before. Take another one from another side.");

    public static SubmissionResponse ToResponse(this SubmissionState submission, CampaignState campaign) => new(
        submission.Id.Value,
        submission.Campaign.Value,
        campaign.NameOf(submission.Label),
        campaign.FindLabel(submission.ClaimedLabel)?.Name ?? submission.ClaimedLabel.ToString(),
        submission.Status,
        Reason(submission),
        submission.Points,
        submission.CapturedAt,
        submission.ReceivedAt,
        submission.ReviewedAt);

    public static AppealResponse ToResponse(this Appeal appeal) => new(appeal.Text, appeal.Rejection, appeal.At);

    private static SubmissionReason? Reason(SubmissionState submission) => submission switch
    {
        { Status: SubmissionStatus.Rejected, Rejection: { } code } => new SubmissionReason(code, RejectionCode.Advice(code)),
        { Status: SubmissionStatus.Duplicate } => s_duplicate,
        _ => null,
    };
}
