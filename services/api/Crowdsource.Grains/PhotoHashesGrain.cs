using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

internal sealed class PhotoHashesGrain(ICatalogue catalogue) : Grain, IPhotoHashesGrain
{
    public async Task<SubmissionId?> FindOrAdd(SubmissionId submission, PhotoFindings findings)
    {
        var wanted = PhotoHash.Of(new CampaignId(this.GetPrimaryKeyString()), submission, findings);
        var earlier = await catalogue.Read((db, token) => Find(db, wanted, token), CancellationToken.None);
        if (earlier is null)
        {
            // Looked up again inside the transaction: another activation of this grain may have added its photo meanwhile.
            earlier = await catalogue.Write(
                async (db, token) =>
                {
                    var found = await Find(db, wanted, token);
                    if (found is null)
                    {
                        db.Add(wanted);
                        await db.SaveChangesAsync(token);
                    }

                    return found;
                },
                CancellationToken.None);
        }

        return earlier == submission ? null : earlier;
    }

    /// <summary>The photo itself when it was added before, else the nearest earlier one within reach.</summary>
    public static async Task<SubmissionId?> Find(CatalogueDb db, PhotoHash wanted, CancellationToken cancellationToken)
    {
        var candidates = await db.Set<PhotoHash>()
            .Where(hash => hash.Campaign == wanted.Campaign
                && (hash.Submission == wanted.Submission || hash.PixelDigest == wanted.PixelDigest
                    || hash.Band0 == wanted.Band0 || hash.Band1 == wanted.Band1
                    || hash.Band2 == wanted.Band2 || hash.Band3 == wanted.Band3))
            .ToListAsync(cancellationToken);
        if (candidates.Exists(hash => hash.Submission == wanted.Submission))
        {
            return wanted.Submission;
        }

        return candidates
            .Where(hash => hash.PixelDigest == wanted.PixelDigest
                || SubmissionRules.Distance(hash.Hash, wanted.Hash) <= SubmissionRules.NearDuplicateDistance)
            .OrderBy(hash => hash.PixelDigest == wanted.PixelDigest ? -1 : SubmissionRules.Distance(hash.Hash, wanted.Hash))
            .Select(hash => (SubmissionId?)hash.Submission)
            .FirstOrDefault();
    }
}
