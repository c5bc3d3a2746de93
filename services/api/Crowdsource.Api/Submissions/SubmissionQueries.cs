using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Submissions;

namespace Crowdsource.Api.Submissions;

internal static class SubmissionQueries
{
    /// <summary>The photo, when it is in this campaign and the caller may see it.</summary>
    public static async Task<SubmissionState?> FindSubmission(
        this ICatalogue catalogue, CurrentCampaign campaign, Guid submission, Caller caller, CancellationToken cancellationToken) =>
        (await catalogue.Load<SubmissionState>(new SubmissionId(submission), cancellationToken))?.State is { } found
        && found.Campaign == campaign.Id && caller.MaySee(found.Volunteer)
            ? found
            : null;
}
