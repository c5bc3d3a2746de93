using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
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
            });
        }

        return outcome;
    }

    public async Task<bool> Processed(WorkTicket ticket, PhotoFindings findings)
    {
        if (Current is null)
        {
            return false;
        }

        var duplicateOf = Current.Status == SubmissionStatus.Received
            ? await grains.GetGrain<IPhotoHashesGrain>(Current.Campaign.Value).FindOrAdd(Current.Id, findings)
            : null;
        return await Settle(ticket, SubmissionRules.Processed(Current, findings, duplicateOf) ?? Current);
    }

    public Task<bool> Unusable(WorkTicket ticket, string rejection) =>
        Current is null ? Task.FromResult(false) : Settle(ticket, SubmissionRules.Unusable(Current, rejection) ?? Current);

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
            var (next, points) = PointsRules.Settle(SubmissionRules.Withdraw(Current), 0, clock.GetUtcNow());
            await Commit(new Commit<SubmissionState>(next) { Inserts = Rows(points), Also = HoldAgainstLaterPhotos(next) });
        }

        return Current;
    }

    public async Task<bool> LockAsAnchor()
    {
        if (Current is { Status: SubmissionStatus.Accepted, Split: Split.Test })
        {
            await Commit(new Commit<SubmissionState>(Current with { Split = Split.Anchor }));
        }

        return Current is { Status: SubmissionStatus.Accepted, Split: Split.Anchor };
    }

    public Task<SubmissionState?> Get() => Task.FromResult(Current);

    private async Task<bool> Settle(WorkTicket ticket, SubmissionState next)
    {
        try
        {
            await Commit(new Commit<SubmissionState>(next) { Closes = ticket, Also = HoldAgainstLaterPhotos(next) });
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

    private static object[] Rows(PointsEntry? entry) => entry is null ? [] : [entry];
}
