using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

/// <summary>What a change of a photo does to other rows, within the photo's own transaction.</summary>
internal static class SubmissionEffects
{
    /// <summary>The better photo and the one that it replaces change in one transaction.</summary>
    /// <exception cref="CatalogueConflictException">The earlier one was accepted meanwhile.</exception>
    public static async Task MakeWay(CatalogueDb db, SubmissionId? replaced, SubmissionId better, CancellationToken cancellationToken)
    {
        if (replaced is not { } earlier || await db.Load<SubmissionState>(earlier, cancellationToken) is not { } row)
        {
            return;
        }

        if (SubmissionRules.Replaced(row.State, better) is { } duplicate)
        {
            await db.Apply(new Commit<SubmissionState>(duplicate), row.Version, cancellationToken);
            await HoldAgainstLaterPhotos(db, duplicate, cancellationToken);
            await ForgetLocation(db, duplicate, cancellationToken);
        }
        else if (row.State.Status == SubmissionStatus.Accepted)
        {
            throw new CatalogueConflictException($"{earlier} was accepted before {better} could take its place.");
        }
    }

    /// <summary>Decided inside the transaction: a volunteer who takes their consent back meanwhile is heard.</summary>
    public static async Task KeepLocation(CatalogueDb db, SubmissionState photo, GeoPoint? position, CancellationToken cancellationToken)
    {
        if (position is not null
            && await db.Load<CampaignState>(photo.Campaign, cancellationToken) is { State: var campaign }
            && await db.Load<VolunteerState>(photo.Volunteer, cancellationToken) is { State: var volunteer }
            && LocationRules.Keep(photo, position, campaign, volunteer) is { } location)
        {
            db.Add(location);
        }
    }

    private static Task<int> ForgetLocation(CatalogueDb db, SubmissionState photo, CancellationToken cancellationToken) =>
        db.Set<PhotoLocation>().Where(location => location.Submission == photo.Id).ExecuteDeleteAsync(cancellationToken);

    /// <summary>A photo keeps its split for ever, but counts for the label that it has now, or as something else.</summary>
    public static async Task MoveSplit(CatalogueDb db, SubmissionState before, SubmissionState next, CancellationToken cancellationToken)
    {
        var (left, joined) = (SplitRules.StratumOf(before), SplitRules.StratumOf(next));
        if (before.Split is not { } split || left == joined)
        {
            return;
        }

        var (from, to) = (LabelSplitsState.Key(before.Campaign, left), LabelSplitsState.Key(next.Campaign, joined));
        if (await db.Load<LabelSplitsState>(from, cancellationToken) is { } old)
        {
            await db.Apply(new Commit<LabelSplitsState>(old.State.Remove(split)), old.Version, cancellationToken);
        }

        var row = await db.Load<LabelSplitsState>(to, cancellationToken);
        await db.Apply(
            new Commit<LabelSplitsState>((row?.State ?? LabelSplitsState.Empty(to)).Add(split)), row?.Version ?? RowVersion.None, cancellationToken);
    }

    /// <summary>What a change of the photo brings with it: blobs that it begins to refer to, and those that it no longer needs.</summary>
    /// <param name="db">The transaction.</param>
    /// <param name="before">The photo as it was.</param>
    /// <param name="next">The photo as it will be.</param>
    /// <param name="sweepMark">From before the blobs that it begins to refer to were stored; 0 where it refers to no new ones.</param>
    /// <param name="now">When blobs are condemned.</param>
    /// <param name="token">Cancels.</param>
    public static async Task Follow(
        CatalogueDb db, SubmissionState before, SubmissionState next, long sweepMark, DateTimeOffset now, CancellationToken token)
    {
        await HoldAgainstLaterPhotos(db, next, token);
        IReadOnlyList<BlobDigest> had = before.Findings?.Blobs ?? [], has = next.Findings?.Blobs ?? [];
        if (next.Findings is null)
        {
            await ForgetLocation(db, next, token);
            await Suspicions.Forget(db, next.Id, token);
        }

        await db.Refer(BlobKind.Kept, [.. has.Except(had)], sweepMark, token);
        await db.Condemn(BlobKind.Kept, [.. had.Except(has)], now, token);
        await db.Condemn(BlobKind.Upload, [.. before.Uploads.Except(next.Uploads)], now, token);
    }

    /// <summary>Looked at inside the transaction, so that no photo comes in behind the back of an erasure.</summary>
    public static async Task RefuseErased(CatalogueDb db, VolunteerId volunteer, CancellationToken cancellationToken)
    {
        if (!await db.Set<VolunteerState>().AnyAsync(row => row.Id == volunteer && row.ErasedAt == null, cancellationToken))
        {
            throw new CatalogueConflictException("The volunteer was erased meanwhile.");
        }
    }

    public static bool IsHeld(SubmissionState submission) =>
        submission.Status is SubmissionStatus.InReview or SubmissionStatus.Accepted;

    /// <summary>A rejected or withdrawn photo may be sent again; one that is used, or may yet be, may not.</summary>
    public static async Task HoldAgainstLaterPhotos(CatalogueDb db, SubmissionState next, CancellationToken token)
    {
        var hashes = db.Set<PhotoHash>().Where(hash => hash.Submission == next.Id);
        if (!IsHeld(next))
        {
            await hashes.ExecuteDeleteAsync(token);
        }
        else if (!await hashes.AnyAsync(token))
        {
            db.Add(PhotoHash.Of(next));
            await db.SaveChangesAsync(token);
        }
    }
}
