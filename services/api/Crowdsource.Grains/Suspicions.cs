using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

/// <summary>Labels that a night doubts: rows beside the photos, written within the night's transaction and settled within a verdict's.</summary>
internal static class Suspicions
{
    /// <summary>What the night doubts replaces what earlier nights did, except where a curator has decided.</summary>
    public static async Task Renew(CatalogueDb db, NightState night, IReadOnlyCollection<DoubtedPhoto> doubted, CancellationToken cancellationToken)
    {
        var campaign = night.Campaign;
        var known = db.Set<SuspectedLabel>().Where(row => row.Campaign == campaign);
        await known.Where(row => row.SettledAt == null).ExecuteDeleteAsync(cancellationToken);
        var masters = doubted.Select(photo => (BlobDigest?)photo.Photo).ToList();
        var photos = await db.Set<SubmissionState>()
            .Where(row => row.Campaign == campaign && row.Status == SubmissionStatus.Accepted
                && masters.Contains(EF.Property<BlobDigest?>(row, nameof(PhotoFindings.Master))))
            .Select(row => new { row.Id, row.ReviewedAt, Master = EF.Property<BlobDigest?>(row, nameof(PhotoFindings.Master)) })
            .ToListAsync(cancellationToken);
        var settled = (await known.Select(row => new { row.Submission, row.Label }).ToListAsync(cancellationToken))
            .Select(row => (row.Submission, row.Label)).ToHashSet();
        // A verdict that came while the night ran may have answered the doubt.
        db.AddRange(photos
            .Where(photo => !(photo.ReviewedAt > night.StartedAt))
            .Join(doubted, photo => photo.Master, doubt => doubt.Photo, (photo, doubt) => new SuspectedLabel
            {
                Campaign = campaign,
                Submission = photo.Id,
                Label = doubt.Label,
                Likelier = doubt.Likelier,
                Confidence = doubt.Confidence,
                SelfConfidence = doubt.SelfConfidence,
                Margin = doubt.Confidence - doubt.SelfConfidence,
                Night = night.Number,
            })
            .Where(row => settled.Add((row.Submission, row.Label))));
        await db.SaveChangesAsync(cancellationToken);
    }

    public static Task<bool> IsOpen(CatalogueDb db, SubmissionId photo, CancellationToken cancellationToken) =>
        db.Set<SuspectedLabel>().AnyAsync(row => row.Submission == photo && row.SettledAt == null, cancellationToken);

    /// <summary>A verdict answers the doubt; one that is undone opens it again.</summary>
    public static Task<int> Settle(CatalogueDb db, ReviewEntry verdict, CancellationToken cancellationToken)
    {
        DateTimeOffset? at = verdict.Undoes is null ? verdict.At : null;
        return db.Set<SuspectedLabel>()
            .Where(row => row.Submission == verdict.Submission && (row.SettledAt == null) == (at != null))
            .ExecuteUpdateAsync(row => row.SetProperty(suspected => suspected.SettledAt, at), cancellationToken);
    }

    public static Task<int> Forget(CatalogueDb db, SubmissionId photo, CancellationToken cancellationToken) =>
        db.Set<SuspectedLabel>().Where(row => row.Submission == photo).ExecuteDeleteAsync(cancellationToken);
}
