namespace Crowdsource.Domain.Submissions;

/// <summary>Why a photo is not taken in; these become problem types.</summary>
public static class SubmitRefusal
{
    public const string UnknownLabel = "unknown-label";
    public const string LabelRetired = "label-retired";
    public const string ConsentNeeded = "consent-needed";
    public const string CampaignPaused = "campaign-paused";
    public const string CampaignClosed = "campaign-closed";
}
