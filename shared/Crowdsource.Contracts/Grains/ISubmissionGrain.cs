using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;

namespace Crowdsource.Contracts.Grains;

/// <summary>One photo and its life. Key: the submission's id.</summary>
[Alias("submission-grain")]
public interface ISubmissionGrain : IGrainWithGuidKey
{
    /// <summary>Takes a photo in; durable when the answer is <see cref="SubmitOutcome.Received"/>.</summary>
    [Alias("submit")]
    Task<SubmitOutcome> Submit(SubmitPhoto command);

    /// <summary>Stores what processing found and closes the work; false when the ticket is no longer the holder's.</summary>
    /// <param name="ticket">The right to say so.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="sweepMark">Where deletions stood before the findings' blobs were stored.</param>
    /// <param name="position">Where the photo was taken, if its file says so: kept apart, or forgotten.</param>
    [Alias("processed")]
    Task<bool> Processed(WorkTicket ticket, PhotoFindings findings, long sweepMark, GeoPoint? position = null);

    /// <summary>Stores that the photo cannot be used and closes the work; false when the ticket is no longer the holder's.</summary>
    [Alias("unusable")]
    Task<bool> Unusable(WorkTicket ticket, string rejection);

    [Alias("review")]
    Task<ReviewOutcome> Review(ReviewSubmission command);

    /// <summary>Restores what stood before a bulk verdict on this photo; refused with <c>changed-since</c> when that verdict does not stand any more.</summary>
    [Alias("undo")]
    Task<ReviewOutcome> Undo(Guid batch, string reviewer);

    /// <summary>Counts a vote; the one that reaches the campaign's threshold decides.</summary>
    [Alias("vote")]
    Task<VoteOutcome> Vote(CastVote command);

    /// <summary>Marks a photo that a curator accepted or rejected as gold; false when it is none.</summary>
    [Alias("mark-gold")]
    Task<bool> MarkGold();

    /// <summary>Reads the state again, after another grain's transaction changed it.</summary>
    [Alias("refresh")]
    Task Refresh();

    /// <summary>Asks for a second look at a rejected photo.</summary>
    [Alias("appeal")]
    Task<AppealOutcome> Appeal(VolunteerId volunteer, string text);

    /// <summary>Takes the photo back; null when the volunteer has no such photo.</summary>
    [Alias("withdraw")]
    Task<SubmissionState?> Withdraw(VolunteerId volunteer);

    /// <summary>Forgets whose photo this was and what it showed; nothing happens when it is not, or no longer, this volunteer's.</summary>
    [Alias("erase")]
    Task Erase(VolunteerId volunteer);

    /// <summary>Moves an accepted test photo into the anchor set for good; false when it is not one.</summary>
    [Alias("lock-as-anchor")]
    Task<bool> LockAsAnchor();

    /// <summary>The state; null when there is no such submission.</summary>
    [Alias("get")]
    Task<SubmissionState?> Get();
}
