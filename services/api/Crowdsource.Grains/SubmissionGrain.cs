using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Grains;

internal sealed class SubmissionGrain(ICatalogue catalogue, IGrainFactory grains, TimeProvider clock)
    : CatalogueGrain<SubmissionState>, ISubmissionGrain
{
    public async Task<SubmitOutcome> Submit(SubmitPhoto command)
    {
        var now = clock.GetUtcNow();
        var campaign = Current is null ? (await catalogue.Load<CampaignState>(command.Campaign, CancellationToken.None))?.State : null;
        var volunteer = Current is null ? (await catalogue.Load<VolunteerState>(command.Volunteer, CancellationToken.None))?.State : null;
        var outcome = SubmissionRules.Submit(Current, command, campaign, volunteer, now);
        if (outcome is SubmitOutcome.Received received)
        {
            await Commit(new Commit<SubmissionState>(received.Submission)
            {
                Owes = [Owed.Now(WorkKind.ProcessPhoto, command.Id.ToString(), now)],
                Also = async (db, token) =>
                {
                    await RefuseErased(db, command.Volunteer, token);
                    await db.Refer(BlobKind.Upload, received.Submission.Uploads, command.SweepMark, token);
                },
            });
        }

        return outcome;
    }

    public async Task<bool> Processed(WorkTicket ticket, PhotoFindings findings, long sweepMark)
    {
        if (Current is null)
        {
            return false;
        }

        var duplicateOf = Current.Status == SubmissionStatus.Received
            ? await grains.GetGrain<IPhotoHashesGrain>(Current.Campaign.Value).FindOrAdd(Current.Id, findings)
            : null;
        return await Settle(ticket, SubmissionRules.Processed(Current, findings, duplicateOf) ?? Current, sweepMark);
    }

    public Task<bool> Unusable(WorkTicket ticket, string rejection) =>
        Current is null ? Task.FromResult(false) : Settle(ticket, SubmissionRules.Unusable(Current, rejection) ?? Current, sweepMark: 0);

    public async Task<ReviewOutcome> Review(ReviewSubmission command)
    {
        if (Current is null || (await catalogue.Load<CampaignState>(Current.Campaign, CancellationToken.None))?.State is not { } campaign)
        {
            return new ReviewOutcome.NotFound();
        }

        var now = clock.GetUtcNow();
        var outcome = SubmissionRules.Review(Current, command, campaign, now);
        if (outcome is not ReviewOutcome.Reviewed { Submission: var next })
        {
            return outcome;
        }

        if (IsRepetition(next))
        {
            return new ReviewOutcome.Reviewed(Current);
        }

        var deserved = 0;
        if (next.Status == SubmissionStatus.Accepted)
        {
            if (Current.Status == SubmissionStatus.Rejected && await AnotherTookItsPlace(next))
            {
                return new ReviewOutcome.Refused("not-reviewable");
            }

            var key = LabelSplitsState.Key(next.Campaign, next.Label);
            var label = (await catalogue.Load<LabelSplitsState>(key, CancellationToken.None))?.State;
            deserved = Current.Status == SubmissionStatus.Accepted
                ? Current.Points
                : PointsRules.ForAccepted(label?.Total ?? 0, campaign.FindLabel(next.Label)!.Target);
            next = next with
            {
                Split = next.Split ?? await grains.GetGrain<ILabelSplitsGrain>(key).Assign(next.Contributor, next.CapturedAt),
            };
        }

        (next, var points) = PointsRules.Settle(next, deserved, now);
        await Commit(new Commit<SubmissionState>(next)
        {
            Inserts =
            [
                new ReviewEntry
                {
                    Campaign = next.Campaign,
                    Submission = next.Id,
                    Reviewer = command.Reviewer,
                    Accepted = command.Accept,
                    Rejection = next.Rejection,
                    Label = next.Label,
                    At = now,
                },
                .. Rows(points),
            ],
            Also = HoldAgainstLaterPhotos(next),
        });
        return new ReviewOutcome.Reviewed(next);
    }

    public async Task<SubmissionState?> Withdraw(VolunteerId volunteer)
    {
        if (Current is null || Current.Volunteer != volunteer)
        {
            return null;
        }

        if (Current.Status != SubmissionStatus.Withdrawn)
        {
            await TakeBack(SubmissionRules.Withdraw(Current));
        }

        return Current;
    }

    public Task Erase(VolunteerId volunteer) =>
        Current is null || Current.Volunteer != volunteer ? Task.CompletedTask : TakeBack(SubmissionRules.Erase(Current));

    public async Task<bool> LockAsAnchor()
    {
        if (Current is { Status: SubmissionStatus.Accepted, Split: Split.Test })
        {
            await Commit(new Commit<SubmissionState>(Current with { Split = Split.Anchor }));
        }

        return Current is { Status: SubmissionStatus.Accepted, Split: Split.Anchor };
    }

    public Task<SubmissionState?> Get() => Task.FromResult(Current);

    private async Task TakeBack(SubmissionState withoutPhoto)
    {
        var now = clock.GetUtcNow();
        var (next, points) = PointsRules.Settle(withoutPhoto, 0, now);
        await Commit(new Commit<SubmissionState>(next)
        {
            Inserts =
            [
                .. Rows(points),
                .. Rows(Current?.Findings is { } gone ? new WithdrawnPhoto { Campaign = next.Campaign, Photo = gone.Master, At = now } : null),
            ],
            Also = Following(Current!, next, sweepMark: 0),
        });
    }

    private async Task<bool> Settle(WorkTicket ticket, SubmissionState next, long sweepMark)
    {
        try
        {
            await Commit(new Commit<SubmissionState>(next) { Closes = ticket, Also = Following(Current!, next, sweepMark) });
            return true;
        }
        catch (StaleTicketException)
        {
            return false;
        }
    }

    private bool IsRepetition(SubmissionState next) =>
        Current is { ReviewedAt: not null } && next with { ReviewedAt = Current.ReviewedAt } == Current;

    /// <summary>Whether the photo was sent again while it was rejected, and that copy counts now.</summary>
    private async Task<bool> AnotherTookItsPlace(SubmissionState rejected)
    {
        var hash = PhotoHash.Of(rejected.Campaign, rejected.Id, rejected.Findings!);
        return await catalogue.Read((db, token) => PhotoHashesGrain.Find(db, hash, token), CancellationToken.None) is { } holder
            && holder != rejected.Id;
    }

    /// <summary>What a change of the photo brings with it: blobs that it begins to refer to, and those that it no longer needs.</summary>
    private Func<CatalogueDb, CancellationToken, Task> Following(SubmissionState before, SubmissionState next, long sweepMark) => async (db, token) =>
    {
        await HoldAgainstLaterPhotos(next)(db, token);
        IReadOnlyList<BlobDigest> had = before.Findings?.Blobs ?? [], has = next.Findings?.Blobs ?? [];
        var now = clock.GetUtcNow();
        await db.Refer(BlobKind.Kept, [.. has.Except(had)], sweepMark, token);
        await db.Condemn(BlobKind.Kept, [.. had.Except(has)], now, token);
        await db.Condemn(BlobKind.Upload, [.. before.Uploads.Except(next.Uploads)], now, token);
    };

    /// <summary>Looked at inside the transaction, so that no photo comes in behind the back of an erasure.</summary>
    private static async Task RefuseErased(CatalogueDb db, VolunteerId volunteer, CancellationToken cancellationToken)
    {
        if (!await db.Set<VolunteerState>().AnyAsync(row => row.Id == volunteer && row.ErasedAt == null, cancellationToken))
        {
            throw new CatalogueConflictException("The volunteer was erased meanwhile.");
        }
    }

    /// <summary>A rejected or withdrawn photo may be sent again; one that is used, or may yet be, may not.</summary>
    private static Func<CatalogueDb, CancellationToken, Task> HoldAgainstLaterPhotos(SubmissionState next) => async (db, token) =>
    {
        var hashes = db.Set<PhotoHash>().Where(hash => hash.Submission == next.Id);
        if (next.Status is not (SubmissionStatus.InReview or SubmissionStatus.Accepted))
        {
            await hashes.ExecuteDeleteAsync(token);
        }
        else if (!await hashes.AnyAsync(token))
        {
            db.Add(PhotoHash.Of(next.Campaign, next.Id, next.Findings!));
            await db.SaveChangesAsync(token);
        }
    };

    private static object[] Rows(object? entry) => entry is null ? [] : [entry];
}
