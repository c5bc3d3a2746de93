using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Domain.Submissions;

/// <summary>What may happen to a submission: pure functions of state, command and time.</summary>
public static class SubmissionRules
{
    /// <summary>
    /// Two photos this close (bits of 64 that differ, an even number: half of them are always set) are one photo sent in two forms. Of 40 photos saved
    /// again with other losses one was 4 away; of the 3.5 million pairs of 2,640 other photos 4 were as close.
    /// </summary>
    public const int NearDuplicateDistance = 4;

    public static SubmitOutcome Submit(
        SubmissionState? current, SubmitPhoto command, CampaignState? campaign, VolunteerState? volunteer, DateTimeOffset now)
    {
        if (current is not null)
        {
            return current.Volunteer != command.Volunteer || current.Campaign != command.Campaign ? new SubmitOutcome.NotFound()
                : current.Upload != command.Upload ? new SubmitOutcome.Conflict()
                : new SubmitOutcome.Repeated(current);
        }

        if (campaign is null || volunteer is not { ErasedAt: null })
        {
            return new SubmitOutcome.NotFound();
        }

        if (WhyNot(command.Label, campaign, volunteer) is { } refusal)
        {
            return new SubmitOutcome.Refused(refusal);
        }

        var label = campaign.FindLabel(command.Label)!;
        return new SubmitOutcome.Received(new SubmissionState
        {
            Id = command.Id,
            Campaign = campaign.Id,
            Volunteer = volunteer.Id,
            Contributor = volunteer.Contributor,
            ClaimedLabel = label.Id,
            Label = label.Id,
            Upload = command.Upload,
            UploadBytes = command.UploadBytes,
            CapturedAt = command.CapturedAt,
            ReceivedAt = now,
            ConsentVersion = campaign.Consent.Version,
            Status = SubmissionStatus.Received,
        });
    }

    /// <summary>The <see cref="SubmitRefusal"/> of a new photo; null when it is taken in.</summary>
    public static string? WhyNot(string label, CampaignState campaign, VolunteerState? volunteer) =>
        campaign.Status == CampaignStatus.Closed ? SubmitRefusal.CampaignClosed
        : campaign.Status == CampaignStatus.Paused ? SubmitRefusal.CampaignPaused
        : campaign.FindLabel(label) is not { } known ? SubmitRefusal.UnknownLabel
        : campaign.Resolve(known.Id)!.Retired ? SubmitRefusal.LabelRetired
        : volunteer?.ConsentTo(campaign.Id)?.Version != campaign.Consent.Version ? SubmitRefusal.ConsentNeeded
        : null;

    /// <summary>The state after processing; null when there is nothing to process any more.</summary>
    /// <param name="current">The photo.</param>
    /// <param name="findings">What the augmenter made of it.</param>
    /// <param name="place">Where it stands among the others; null when it is like none.</param>
    public static SubmissionState? Processed(SubmissionState current, PhotoFindings findings, PhotoPlace? place) =>
        current.Status != SubmissionStatus.Received ? null
        : current with
        {
            Findings = findings,
            Quality = QualityRules.Score(findings),
            Cluster = place?.Cluster ?? current.Id.Value,
            DuplicateOf = place?.DuplicateOf,
            Status = place?.DuplicateOf is null ? SubmissionStatus.InReview : SubmissionStatus.Duplicate,
        };

    /// <summary>The state of a photo in review after a better near-duplicate took its place; null when it was decided on meanwhile.</summary>
    public static SubmissionState? Replaced(SubmissionState current, SubmissionId better) =>
        current.Status != SubmissionStatus.InReview ? null
        : current with { Status = SubmissionStatus.Duplicate, DuplicateOf = better };

    /// <summary>The state after processing found the photo unusable; null when there is nothing to process any more.</summary>
    public static SubmissionState? Unusable(SubmissionState current, string rejection) =>
        current.Status != SubmissionStatus.Received ? null
        : current with { Status = SubmissionStatus.Rejected, Rejection = rejection };

    public static ReviewOutcome Review(SubmissionState? current, ReviewSubmission command, CampaignState campaign, DateTimeOffset now)
    {
        if (current is null)
        {
            return new ReviewOutcome.NotFound();
        }

        if (current.Findings is null
            || current.Status is not (SubmissionStatus.InReview or SubmissionStatus.Accepted or SubmissionStatus.Rejected))
        {
            return new ReviewOutcome.Refused("not-reviewable");
        }

        if (current.Split == Split.Anchor)
        {
            return new ReviewOutcome.Refused("locked-as-anchor");
        }

        var label = command.Label is null ? campaign.FindLabel(current.Label) : campaign.FindLabel(command.Label);
        return label is null ? new ReviewOutcome.Refused("unknown-label")
            : command.Label is not null && campaign.Resolve(label.Id)!.Retired ? new ReviewOutcome.Refused(SubmitRefusal.LabelRetired)
            : new ReviewOutcome.Reviewed(current with
            {
                Status = command.DuplicateOf is not null ? SubmissionStatus.Duplicate
                    : command.Accept ? SubmissionStatus.Accepted
                    : SubmissionStatus.Rejected,
                Rejection = command.Accept ? null : command.Rejection,
                DuplicateOf = command.DuplicateOf,
                Label = label.Id,
                ReviewedAt = now,
                Batch = command.Batch,
            });
    }

    /// <summary>The state before a bulk verdict; null when that verdict does not stand any more.</summary>
    public static SubmissionState? Undo(SubmissionState current, ReviewEntry verdict)
    {
        var made = verdict.DuplicateOf is not null ? SubmissionStatus.Duplicate
            : verdict.Accepted ? SubmissionStatus.Accepted
            : SubmissionStatus.Rejected;
        return verdict.Before is not { } before || current.Batch != verdict.Batch || current.Status != made || current.Split == Split.Anchor
            ? null
            : current with
            {
                Status = before.Status,
                Rejection = before.Rejection,
                DuplicateOf = null,
                Label = before.Label,
                ReviewedAt = before.ReviewedAt,
                Batch = null,
            };
    }

    /// <summary>A rejected photo goes back to the curators, once, if there is a picture that they can look at.</summary>
    public static AppealOutcome Appeal(SubmissionState? current, VolunteerId volunteer, string text, DateTimeOffset now) =>
        current is null || current.Volunteer != volunteer ? new AppealOutcome.NotFound()
        : current is { Status: SubmissionStatus.InReview, Appeal: { } made } && made.Text == text ? new AppealOutcome.Appealed(current)
        : current is { Status: SubmissionStatus.Rejected, Appeal: null, Findings: not null, Rejection: { } rejection }
            && RejectionCode.ForCurators.Contains(rejection)
            ? new AppealOutcome.Appealed(current with
            {
                Status = SubmissionStatus.InReview,
                Rejection = null,
                Appeal = new Appeal(text, rejection, now),
                Batch = null,
            })
        : new AppealOutcome.Refused();

    /// <summary>The state after its volunteer took the photo back: what was made of it is no longer referred to.</summary>
    public static SubmissionState Withdraw(SubmissionState current) =>
        current.Status == SubmissionStatus.Erased ? current
        : current with { Status = SubmissionStatus.Withdrawn, Rejection = null, DuplicateOf = null, Findings = null, Appeal = null };

    /// <summary>The state after its volunteer had everything erased. Named member by member, so that nothing personal stays by default.</summary>
    public static SubmissionState Erase(SubmissionState current) => new()
    {
        Id = current.Id,
        Campaign = current.Campaign,
        Volunteer = VolunteerId.Nobody,
        Contributor = current.Contributor,
        ClaimedLabel = current.ClaimedLabel,
        Label = current.Label,
        Upload = SubmissionState.NoUpload,
        UploadBytes = 0,
        CapturedAt = current.ReceivedAt,
        ReceivedAt = current.ReceivedAt,
        ConsentVersion = current.ConsentVersion,
        Status = SubmissionStatus.Erased,
        Split = current.Split,
        PointsTurns = current.PointsTurns,
        Points = current.Points,
    };

    /// <summary>Bits that differ between two perceptual hashes, 0 to 64.</summary>
    public static int Distance(long one, long other) => System.Numerics.BitOperations.PopCount((ulong)(one ^ other));
}
