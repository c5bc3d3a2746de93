using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Trainer.Snapshots;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>Photos of something else, of campaigns whose models learn from none of them.</summary>
internal sealed class OutOfScopePhotos(ICatalogue catalogue, IOptions<TrainerOptions> options)
{
    public async Task<IReadOnlyList<SnapshotPhoto>> Sample(CampaignId campaign, CancellationToken cancellationToken)
    {
        var rejected = await catalogue.Read(
            (db, token) => db.OutOfScope(campaign)
                .OrderBy(photo => EF.Property<Domain.Blobs.BlobDigest?>(photo, nameof(PhotoFindings.Master)))
                .Take(options.Value.StressSample)
                .ToListAsync(token),
            cancellationToken);
        return
        [
            .. rejected.Where(photo => photo.Findings is not null).Select(photo => new SnapshotPhoto(
                photo.Findings!.Master.Value, photo.Label.Value, 1, photo.Contributor.Value, photo.Id.ToString(), Split.Test, null, null)),
        ];
    }
}
