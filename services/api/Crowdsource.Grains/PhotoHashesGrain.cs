using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

internal sealed class PhotoHashesGrain(ICatalogue catalogue) : Grain, IPhotoHashesGrain
{
    /// <summary>Imports can make a session of thousands, of which the latest are the likeliest to show the same thing.</summary>
    private const int MostOfSession = 100;

    // One transaction: another activation of this grain may be placing a photo at the same moment.
    public Task<PhotoPlace> Place(SubmissionState photo) =>
        catalogue.Write((db, token) => Place(db, photo, token), CancellationToken.None);

    /// <summary>The photo itself when it was added before, else the nearest earlier one that it repeats.</summary>
    public static async Task<SubmissionId?> Find(CatalogueDb db, PhotoHash wanted, CancellationToken cancellationToken)
    {
        var near = await Near(db, wanted, cancellationToken);
        return near.Exists(hash => hash.Submission == wanted.Submission) ? wanted.Submission : Repeated(near, wanted)?.Submission;
    }

    private static async Task<PhotoPlace> Place(CatalogueDb db, SubmissionState photo, CancellationToken cancellationToken)
    {
        var wanted = PhotoHash.Of(photo);
        var near = await Near(db, wanted, cancellationToken);
        if (near.Find(hash => hash.Submission == wanted.Submission) is { } known)
        {
            return await PlaceAgain(db, known, cancellationToken);
        }

        if (Repeated(near, wanted) is { } earlier)
        {
            var row = (await db.Load<SubmissionState>(earlier.Submission, cancellationToken))?.State;
            if (row is null || !ClusterRules.TakesThePlaceOf(QualityRules.Score(photo.Findings!), row.Status, row.Quality))
            {
                return new PhotoPlace(earlier.Cluster, earlier.Submission, null);
            }

            await Remove(db, earlier.Submission, cancellationToken);
            wanted = wanted with { Cluster = earlier.Cluster, Replaces = earlier.Submission };
        }
        else if (near.Where(hash => ClusterRules.SameThing(hash, wanted)).MinBy(hash => SubmissionRules.Distance(hash.Hash, wanted.Hash)) is { } mate)
        {
            wanted = wanted with { Cluster = mate.Cluster };
        }

        db.Add(wanted);
        await db.SaveChangesAsync(cancellationToken);
        return new PhotoPlace(wanted.Cluster, null, wanted.Replaces);
    }

    /// <summary>The same answer again, unless the photo whose place it took was accepted meanwhile.</summary>
    private static async Task<PhotoPlace> PlaceAgain(CatalogueDb db, PhotoHash known, CancellationToken cancellationToken)
    {
        if (known.Replaces is { } replaced
            && (await db.Load<SubmissionState>(replaced, cancellationToken))?.State.Status == SubmissionStatus.Accepted)
        {
            await Remove(db, known.Submission, cancellationToken);
            return new PhotoPlace(known.Cluster, replaced, null);
        }

        return new PhotoPlace(known.Cluster, null, known.Replaces);
    }

    private static Task<int> Remove(CatalogueDb db, SubmissionId submission, CancellationToken cancellationToken) =>
        db.Set<PhotoHash>().Where(hash => hash.Submission == submission).ExecuteDeleteAsync(cancellationToken);

    private static PhotoHash? Repeated(IEnumerable<PhotoHash> near, PhotoHash wanted) => near
        .Where(hash => ClusterRules.NearDuplicates(hash, wanted))
        .MinBy(hash => hash.PixelDigest == wanted.PixelDigest ? -1 : SubmissionRules.Distance(hash.Hash, wanted.Hash));

    /// <summary>The photo itself, all that share a band of the hash with it, and the latest of its session.</summary>
    private static async Task<List<PhotoHash>> Near(CatalogueDb db, PhotoHash wanted, CancellationToken cancellationToken)
    {
        var hashes = db.Set<PhotoHash>().AsNoTracking().Where(hash => hash.Campaign == wanted.Campaign);
        var alike = await hashes
            .Where(hash => hash.Submission == wanted.Submission || hash.PixelDigest == wanted.PixelDigest
                || hash.Band0 == wanted.Band0 || hash.Band1 == wanted.Band1
                || hash.Band2 == wanted.Band2 || hash.Band3 == wanted.Band3 || hash.Band4 == wanted.Band4)
            .ToListAsync(cancellationToken);
        var (from, to) = (wanted.CapturedAt - SplitRules.Session, wanted.CapturedAt + SplitRules.Session);
        var session = await hashes
            .Where(hash => hash.Contributor == wanted.Contributor && hash.Label == wanted.Label && hash.CapturedAt >= from && hash.CapturedAt <= to)
            .Newest(null, MostOfSession, cancellationToken);
        return [.. alike.UnionBy(session.Items, hash => hash.Submission)];
    }
}
