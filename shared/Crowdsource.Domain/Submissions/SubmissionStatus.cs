namespace Crowdsource.Domain.Submissions;

public enum SubmissionStatus
{
    Received = 1,
    InReview = 2,
    Accepted = 3,
    Rejected = 4,
    Duplicate = 5,
    Withdrawn = 6,

    /// <summary>Its volunteer had everything erased: the row says that there was a photo, not whose or of what.</summary>
    Erased = 7,
}
