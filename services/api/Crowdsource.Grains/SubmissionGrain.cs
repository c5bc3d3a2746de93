using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Telemetry;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Orleans.Storage;

namespace Crowdsource.Grains;

internal sealed class SubmissionGrain(ICatalogue catalogue, IGrainFactory grains, TimeProvider clock)
    : CatalogueGrain<SubmissionState>, ISubmissionGrain
{
    /// <summary>Tries at a decision while photos around this one are decided on too: what this one is worth changes a few times at most.</summary>
    private const int MostTries = 32;

    /// <summary>The split from a try that was lost: asking again would count the photo twice.</summary>
    private (string Label, Split Split)? _assigned;

    public async Task<SubmitOutcome> Submit(SubmitPhoto command)
    {
        var now = clock.GetUtcNow();
        var (campaign, volunteer) = Current is not null
            ? (null, null)
            : await catalogue.Read(
                async (db, token) => (
                    (await db.Load<CampaignState>(command.Campaign, token))?.State,
                    (await db.Load<VolunteerState>(command.Volunteer, token))?.State),
                CancellationToken.None);
        var outcome = SubmissionRules.Submit(Current, command, campaign, volunteer, now);
        if (outcome is SubmitOutcome.Received received)
        {
            await Commit(new Commit<SubmissionState>(received.Submission)
            {
                Owes = [Owed.Now(WorkKind.ProcessPhoto, command.Id.ToString(), now)],
                Also = async (db, token) =>
                {
                    await SubmissionEffects.RefuseErased(db, command.Volunteer, token);
                    await db.Refer(BlobKind.Upload, received.Submission.Uploads, command.SweepMark, token);
                },
            });
            Measures.Uploads.Add(1);
        }

        return outcome;
    }

    public Task<bool> Processed(WorkTicket ticket, PhotoFindings findings, long sweepMark, GeoPoint? position = null) => Again(async () =>
    {
        if (Current?.Status != SubmissionStatus.Received)
        {
            return Current is not null && await Settle(ticket, Current, sweepMark);
        }

        var place = await grains.GetGrain<IPhotoHashesGrain>(Current.Campaign.Value).Place(Current with { Findings = findings });
        var settled = await Settle(ticket, SubmissionRules.Processed(Current, findings, place)!, sweepMark, place.Replaces, position);
        if (settled && place.Replaces is { } replaced)
        {
            await grains.GetGrain<ISubmissionGrain>(replaced.Value).Refresh();
        }

        return settled;
    });

    public Task<bool> Unusable(WorkTicket ticket, string rejection) =>
        Current is null ? Task.FromResult(false) : Settle(ticket, SubmissionRules.Unusable(Current, rejection) ?? Current, sweepMark: 0);

    public Task<ReviewOutcome> Review(ReviewSubmission command) => Again(() => Judge(command));

    public Task<ReviewOutcome> Undo(Guid batch, string reviewer) => Again(() => Restore(batch, reviewer));

    public Task<VoteOutcome> Vote(CastVote command) => Again(() => Count(command));

    public async Task<bool> MarkGold()
    {
        if (Current is not { ReviewedAt: not null, Status: SubmissionStatus.Accepted or SubmissionStatus.Rejected })
        {
            return false;
        }

        if (!Current.Gold)
        {
            await Commit(new Commit<SubmissionState>(Current with { Gold = true }));
        }

        return true;
    }

    public Task Refresh() => ReadStateAsync();

    public async Task<AppealOutcome> Appeal(VolunteerId volunteer, string text)
    {
        var outcome = SubmissionRules.Appeal(Current, volunteer, text, clock.GetUtcNow());
        if (outcome is not AppealOutcome.Appealed { Submission: var next } || next == Current)
        {
            return outcome;
        }

        if (await AnotherTookItsPlace(next))
        {
            return new AppealOutcome.Refused();
        }

        var before = Current!;
        await Commit(new Commit<SubmissionState>(next)
        {
            Also = async (db, token) =>
            {
                await SubmissionEffects.MoveSplit(db, before, next, token);
                await Following(before, next)(db, token);
            },
        });
        return outcome;
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
            Also = Following(Current!, next),
        });
    }

    private async Task<VoteOutcome> Count(CastVote command)
    {
        if (Current is null || Current.Volunteer == command.Volunteer
            || (await catalogue.Load<CampaignState>(Current.Campaign, CancellationToken.None))?.State is not { Consensus: { } threshold } campaign)
        {
            return VoteOutcome.NotFound;
        }

        if ((command.Label is null ? campaign.FindLabel(Current.ClaimedLabel) : campaign.FindLabel(command.Label)) is not { } label
            || (command.Label is not null && campaign.Resolve(label.Id)!.Retired))
        {
            return VoteOutcome.UnknownLabel;
        }

        var id = Current.Id;
        var (votes, agreed, onGold) = await catalogue.Read(
            async (db, token) =>
            {
                var proofs = db.Set<VoteEntry>().Where(vote => vote.Campaign == campaign.Id && vote.Voter == command.Voter && vote.Agrees != null);
                return (
                    await db.Set<VoteEntry>().Where(vote => vote.Submission == id).ToListAsync(token),
                    await proofs.CountAsync(vote => vote.Agrees == true, token),
                    await proofs.CountAsync(token));
            },
            CancellationToken.None);
        if (votes.Exists(vote => vote.Voter == command.Voter))
        {
            return VoteOutcome.AlreadyVoted;
        }

        var isGold = Current is { Gold: true, Status: SubmissionStatus.Accepted or SubmissionStatus.Rejected };
        // What a curator looked at once, such as an appeal, stays with curators.
        if (!isGold && Current is not { Status: SubmissionStatus.InReview, ReviewedAt: null, Appeal: null })
        {
            return VoteOutcome.NotReviewable;
        }

        var entry = new VoteEntry
        {
            Campaign = Current.Campaign,
            Submission = id,
            Voter = command.Voter,
            Accepted = command.Accept,
            Rejection = command.Rejection,
            Label = label.Id,
            Weight = ConsensusRules.Weight(agreed, onGold),
            Agrees = isGold ? ConsensusRules.Agrees(Current, command.Accept, label.Id, campaign) : null,
            At = clock.GetUtcNow(),
        };
        if (!isGold && ConsensusRules.Decide([.. votes, entry], threshold, campaign) is { } decision)
        {
            var verdict = new ReviewSubmission(
                ConsensusRules.Reviewer, decision.Accepted, decision.Rejection, decision.Accepted ? campaign.FindLabel(decision.Label)?.Name : null);
            return await Judge(verdict, entry) is ReviewOutcome.Reviewed ? VoteOutcome.Counted : VoteOutcome.NotReviewable;
        }

        // The state is written too, under its version: no two votes are counted without knowing of each other.
        await Commit(new Commit<SubmissionState>(Current) { Inserts = [entry] });
        return VoteOutcome.Counted;
    }

    /// <param name="command">The verdict.</param>
    /// <param name="vote">The vote that brought it about; null when a curator decides.</param>
    private async Task<ReviewOutcome> Judge(ReviewSubmission command, VoteEntry? vote = null)
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

        if (IsRepetition(next) && !await catalogue.Read((db, token) => Suspicions.IsOpen(db, next.Id, token), CancellationToken.None))
        {
            return new ReviewOutcome.Reviewed(Current);
        }

        if (next.Status == SubmissionStatus.Accepted && Current.Status == SubmissionStatus.Rejected && await AnotherTookItsPlace(next))
        {
            return new ReviewOutcome.Refused("not-reviewable");
        }

        var entry = new ReviewEntry
        {
            Campaign = next.Campaign,
            Submission = next.Id,
            Reviewer = command.Reviewer,
            Accepted = command.Accept,
            Rejection = next.Rejection,
            Label = next.Label,
            At = now,
            DuplicateOf = next.DuplicateOf,
            Batch = command.Batch,
            Before = command.Batch is null ? null : StandingVerdict.Of(Current),
        };
        if (next.Status != SubmissionStatus.Accepted)
        {
            // What shows something else can teach a model what it is not to recognise, and test it.
            next = SplitRules.StratumOf(next) == SplitRules.OutOfScope ? await WithSplit(next) : next;
            return await Reviewed(next, 0, null, entry, vote);
        }

        if (Current.Status == SubmissionStatus.Accepted && Current.Label == next.Label)
        {
            return await Reviewed(next, Current.Points, null, entry, vote);
        }

        var label = campaign.Resolve(next.Label)!;
        var keys = campaign.AllThatCountAs(label.Id).Select(counted => LabelSplitsState.Key(next.Campaign, counted)).ToList();
        var (splits, novelty) = await catalogue.Read(
            async (db, token) => (
                await db.Set<LabelSplitsState>().Where(splits => keys.Contains(splits.Id)).ToListAsync(token),
                await PhotoNovelty.Count(db, next, token)),
            CancellationToken.None);
        var deserved = PointsRules.ForAccepted(splits.Sum(label => label.Total), label.Target, novelty.OfSameThing, novelty.OfSameDay);
        return await Reviewed(await WithSplit(next), deserved, novelty, entry, vote);
    }

    private async Task<SubmissionState> WithSplit(SubmissionState photo) =>
        photo with { Split = photo.Split ?? await Assign(LabelSplitsState.Key(photo.Campaign, SplitRules.StratumOf(photo)), photo) };

    private async Task<Split> Assign(string label, SubmissionState photo)
    {
        if (_assigned?.Label != label)
        {
            _assigned = (label, await grains.GetGrain<ILabelSplitsGrain>(label).Assign(photo.Contributor, photo.CapturedAt));
        }

        return _assigned!.Value.Split;
    }

    private async Task<ReviewOutcome> Restore(Guid batch, string reviewer)
    {
        var id = new SubmissionId(this.GetPrimaryKey());
        var verdict = await catalogue.Read(
            (db, token) => db.Set<ReviewEntry>().FirstOrDefaultAsync(entry => entry.Batch == batch && entry.Submission == id, token),
            CancellationToken.None);
        if (Current is null || verdict is null)
        {
            return new ReviewOutcome.NotFound();
        }

        if (SubmissionRules.Undo(Current, verdict) is not { } next
            || (SubmissionEffects.IsHeld(next) && !SubmissionEffects.IsHeld(Current) && await AnotherTookItsPlace(next)))
        {
            return new ReviewOutcome.Refused("changed-since");
        }

        return await Reviewed(next, next.Status == SubmissionStatus.Accepted ? verdict.Before!.Points : 0, null, new ReviewEntry
        {
            Campaign = next.Campaign,
            Submission = next.Id,
            Reviewer = reviewer,
            Accepted = next.Status == SubmissionStatus.Accepted,
            Rejection = next.Rejection,
            Label = next.Label,
            At = clock.GetUtcNow(),
            Undoes = batch,
        });
    }

    /// <summary>Stores a verdict with all that follows from it.</summary>
    private async Task<ReviewOutcome> Reviewed(SubmissionState next, int deserved, PhotoNovelty? novelty, ReviewEntry entry, VoteEntry? vote = null)
    {
        var before = Current!;
        (next, var points) = PointsRules.Settle(next, deserved, entry.At);
        await Commit(new Commit<SubmissionState>(next)
        {
            Inserts = [entry, .. Rows(points), .. Rows(vote)],
            Also = async (db, token) =>
            {
                if (novelty is { } counted && await PhotoNovelty.Count(db, next, token) != counted)
                {
                    throw new CatalogueConflictException($"What {next.Id} is worth changed: a photo like it was decided on.");
                }

                await SubmissionEffects.MoveSplit(db, before, next, token);
                await SubmissionEffects.HoldAgainstLaterPhotos(db, next, token);
                await Suspicions.Settle(db, entry, token);
            },
        });
        return new ReviewOutcome.Reviewed(next);
    }

    /// <summary>Decides anew while others are faster: after each conflict <c>Current</c> is what is stored now.</summary>
    private static async Task<T> Again<T>(Func<Task<T>> decide)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await decide();
            }
            catch (InconsistentStateException) when (attempt < MostTries)
            {
                // The next attempt starts from there.
            }
        }
    }

    private async Task<bool> Settle(WorkTicket ticket, SubmissionState next, long sweepMark, SubmissionId? replaced = null, GeoPoint? position = null)
    {
        var before = Current!;
        try
        {
            await Commit(new Commit<SubmissionState>(next)
            {
                Closes = ticket,
                Also = async (db, token) =>
                {
                    await SubmissionEffects.MakeWay(db, replaced, next.Id, token);
                    await SubmissionEffects.Follow(db, before, next, sweepMark, clock.GetUtcNow(), token);
                    await SubmissionEffects.KeepLocation(db, next, position, token);
                },
            });
            if (before.Status == SubmissionStatus.Received)
            {
                Measures.PhotosProcessed.Add(1, Measures.Of(Measures.Outcome, next.Status));
            }

            return true;
        }
        catch (StaleTicketException)
        {
            return false;
        }
    }

    private bool IsRepetition(SubmissionState next) =>
        Current is { ReviewedAt: not null } && next with { ReviewedAt = Current.ReviewedAt, Batch = Current.Batch } == Current;

    /// <summary>Whether the photo was sent again while it was rejected, and that copy counts now.</summary>
    private async Task<bool> AnotherTookItsPlace(SubmissionState rejected)
    {
        var hash = PhotoHash.Of(rejected);
        return await catalogue.Read((db, token) => PhotoHashesGrain.Find(db, hash, token), CancellationToken.None) is { } holder
            && holder != rejected.Id;
    }

    /// <summary>Of a change that refers to no new blobs.</summary>
    private Func<CatalogueDb, CancellationToken, Task> Following(SubmissionState before, SubmissionState next) =>
        (db, token) => SubmissionEffects.Follow(db, before, next, sweepMark: 0, clock.GetUtcNow(), token);

    private static object[] Rows(object? entry) => entry is null ? [] : [entry];
}
