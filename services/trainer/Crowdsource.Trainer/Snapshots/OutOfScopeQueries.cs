using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Snapshots;

internal static class OutOfScopeQueries
{
    /// <summary>
    /// Photos of something else: what curators rejected because it shows no object, or not that of its label and none that they would relabel it
    /// to. Not among them is what was sent again and is accepted or in review, or shows the same thing as such a photo.
    /// </summary>
    public static IQueryable<SubmissionState> OutOfScope(this CatalogueDb db, CampaignId campaign)
    {
        var codes = RejectionCode.OutOfScope.Cast<string?>().ToList();
        var photos = db.Set<SubmissionState>().Where(photo => photo.Campaign == campaign);
        var held = photos.Where(photo => photo.Status == SubmissionStatus.Accepted || photo.Status == SubmissionStatus.InReview);
        return photos.Where(photo => photo.Status == SubmissionStatus.Rejected && codes.Contains(photo.Rejection)
            && !held.Any(other => other.Cluster == photo.Cluster)
            && !held.Any(other => EF.Property<BlobDigest?>(other, nameof(PhotoFindings.Master))
                == EF.Property<BlobDigest?>(photo, nameof(PhotoFindings.Master))));
    }
}
