namespace Crowdsource.Domain.Submissions;

public enum VoteOutcome
{
    Counted = 1,

    /// <summary>No such photo, or the voter's own.</summary>
    NotFound = 2,

    /// <summary>Decided on already, or up to a curator.</summary>
    NotReviewable = 3,
    AlreadyVoted = 4,
    UnknownLabel = 5,
}
