using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Domain.Newsletters;

/// <summary>A photo that could be in the next issue.</summary>
/// <param name="Submission">Which.</param>
/// <param name="Label">What it shows.</param>
/// <param name="Contributor">Whose it is.</param>
/// <param name="Cluster">The photos of the same thing; null when unknown.</param>
/// <param name="Quality">0 to 1.</param>
public sealed record HighlightCandidate(SubmissionId Submission, LabelId Label, ContributorKey Contributor, Guid? Cluster, double Quality)
{
    public static HighlightCandidate Of(SubmissionState photo) =>
        new(photo.Id, photo.Label, photo.Contributor, photo.Cluster, photo.Quality);
}
