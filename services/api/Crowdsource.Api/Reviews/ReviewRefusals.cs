using System.Diagnostics;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;

namespace Crowdsource.Api.Reviews;

internal static class ReviewRefusals
{
    /// <summary>What the API says of a verdict that was not taken.</summary>
    public static ProblemType Problem(this ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.NotFound => ProblemTypes.NotFound,
        ReviewOutcome.Refused { Code: "unknown-label" } => ProblemTypes.UnknownLabel,
        ReviewOutcome.Refused { Code: SubmitRefusal.LabelRetired } => ProblemTypes.LabelRetired,
        ReviewOutcome.Refused { Code: "locked-as-anchor" } => ProblemTypes.LockedAsAnchor,
        ReviewOutcome.Refused { Code: "changed-since" } => ProblemTypes.ChangedSince,
        ReviewOutcome.Refused => ProblemTypes.NotReviewable,
        _ => throw new UnreachableException(),
    };
}
