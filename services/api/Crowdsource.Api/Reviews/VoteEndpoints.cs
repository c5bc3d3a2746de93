using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Reviews;

/// <summary>Trusted volunteers decide together, where the owner lets them; hidden gold photos tell what their word weighs.</summary>
internal static class VoteEndpoints
{
    private const string Jpeg = "image/jpeg";

    /// <summary>About one photo in so many is gold.</summary>
    private const int GoldEvery = 3;

    public static void MapVotes(this IEndpointRouteBuilder campaign)
    {
        var votes = campaign.MapGroup("").WithTags("Reviews");
        votes.MapGet("/consensus", GetConsensus).WithName("GetConsensus").WithSummary("Whether trusted volunteers decide together, and when.")
            .Allow(TokenScope.Volunteer, TokenScope.Curator);
        votes.MapPut("/consensus", SetConsensus).WithName("SetConsensus")
            .WithSummary("Lets trusted volunteers decide together, or no longer.").Allow(TokenScope.Owner);
        votes.MapPut("/gold", MarkGold).WithName("MarkGold")
            .WithSummary("Marks reviewed photos as gold: shown to voters like any other, they tell what a voter's word weighs.")
            .Allow(TokenScope.Curator);
        votes.MapGet("/reviews/next", Next).WithName("GetNextVote")
            .WithSummary("A photo that waits for the caller's vote; 204 when there is none.").Allow(TokenScope.Volunteer)
            .Problems(ProblemTypes.TrustNeeded);
        votes.MapGet("/reviews/next/{submission:guid}/thumbnail", Thumbnail).WithName("GetVoteThumbnail")
            .WithSummary("What a voter sees of the photo, at most 320 px large.").Produces<byte[]>(StatusCodes.Status200OK, Jpeg)
            .Allow(TokenScope.Volunteer).Problems(ProblemTypes.TrustNeeded);
        votes.MapPost("/submissions/{submission:guid}/votes", Vote).WithName("CastVote")
            .WithSummary("One person's vote on somebody else's photo; it cannot be changed.").Allow(TokenScope.Volunteer)
            .Problems(ProblemTypes.TrustNeeded, ProblemTypes.NotReviewable, ProblemTypes.AlreadyVoted, ProblemTypes.UnknownLabel);
    }

    private static Ok<ConsensusDocument> GetConsensus(CurrentCampaign campaign) => TypedResults.Ok(new ConsensusDocument(campaign.State.Consensus));

    private static async Task<Ok<ConsensusDocument>> SetConsensus(CurrentCampaign campaign, ConsensusDocument request, IGrainFactory grains)
    {
        await grains.GetGrain<ICampaignGrain>(campaign.Id.Value).DecideByConsensus(request.Threshold);
        return TypedResults.Ok(request);
    }

    private static async Task<Ok<GoldResponse>> MarkGold(
        CurrentCampaign campaign, AnchorRequest request, ICatalogue catalogue, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var wanted = request.Submissions.Distinct().Select(submission => new SubmissionId(submission)).ToList();
        var here = await catalogue.Read(
            (db, token) => db.Set<SubmissionState>().Where(row => row.Campaign == id && wanted.Contains(row.Id)).Select(row => row.Id).ToListAsync(token),
            cancellationToken);
        List<Guid> gold = [];
        foreach (var submission in here)
        {
            if (await grains.GetGrain<ISubmissionGrain>(submission.Value).MarkGold())
            {
                gold.Add(submission.Value);
            }
        }

        return TypedResults.Ok(new GoldResponse(gold, [.. wanted.Select(submission => submission.Value).Except(gold)]));
    }

    private static async Task<Results<Ok<VoteItem>, NoContent, ProblemHttpResult>> Next(
        CurrentCampaign campaign, Caller caller, ICatalogue catalogue, Quotas quotas, CancellationToken cancellationToken)
    {
        var (trusted, photo) = await catalogue.Read(
            async (db, token) => await Voter(db, campaign.State, caller, quotas, token) is { } voter
                ? (true, await Choose(db, campaign.Id, voter, token))
                : (false, null),
            cancellationToken);
        return !trusted ? ProblemTypes.TrustNeeded.Answer()
            : photo is null ? TypedResults.NoContent()
            : TypedResults.Ok(new VoteItem(
                photo.Id.Value,
                campaign.State.NameOf(photo.ClaimedLabel),
                $"/api/v1/campaigns/{campaign.Id}/reviews/next/{photo.Id}/thumbnail"));
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Thumbnail(
        CurrentCampaign campaign, Guid submission, Caller caller, HttpResponse response, ICatalogue catalogue, IBlobStore blobs, Quotas quotas,
        CancellationToken cancellationToken)
    {
        var (trusted, photo) = await catalogue.Read(
            async (db, token) => (
                await Voter(db, campaign.State, caller, quotas, token) is not null,
                (await db.Load<SubmissionState>(new SubmissionId(submission), token))?.State),
            cancellationToken);
        if (!trusted)
        {
            return ProblemTypes.TrustNeeded.Answer();
        }

        var isShown = photo is not null && photo.Campaign == campaign.Id && photo.Volunteer != caller.Self
            && (photo.Status == SubmissionStatus.InReview
                || (photo.Gold && photo.Status is SubmissionStatus.Accepted or SubmissionStatus.Rejected));
        if (!isShown || photo!.Findings is not { } findings || await blobs.OpenRead(findings.Thumbnail, cancellationToken) is not { } picture)
        {
            return ProblemTypes.NotFound.Answer();
        }

        response.Headers.CacheControl = "private, max-age=300";
        return TypedResults.Stream(picture, await PictureType.Of(picture, cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Vote(
        CurrentCampaign campaign, Guid submission, ReviewRequest request, Caller caller, ICatalogue catalogue, IGrainFactory grains, Quotas quotas,
        CancellationToken cancellationToken)
    {
        var (voter, here) = await catalogue.Read(
            async (db, token) => (
                await Voter(db, campaign.State, caller, quotas, token),
                (await db.Load<SubmissionState>(new SubmissionId(submission), token))?.State.Campaign == campaign.Id),
            cancellationToken);
        if (voter is null)
        {
            return ProblemTypes.TrustNeeded.Answer();
        }

        var vote = new CastVote(voter.Id, voter.Contributor, request.Verdict == ReviewVerdict.Accept, request.Rejection, request.Label);
        return (here ? await grains.GetGrain<ISubmissionGrain>(submission).Vote(vote) : VoteOutcome.NotFound) switch
        {
            VoteOutcome.Counted => TypedResults.NoContent(),
            VoteOutcome.NotFound => ProblemTypes.NotFound.Answer(),
            VoteOutcome.NotReviewable => ProblemTypes.NotReviewable.Answer(),
            VoteOutcome.AlreadyVoted => ProblemTypes.AlreadyVoted.Answer(),
            VoteOutcome.UnknownLabel => ProblemTypes.UnknownLabel.Answer(),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The caller, when the campaign asks for votes and they are trusted in it.</summary>
    private static async Task<VolunteerState?> Voter(
        CatalogueDb db, CampaignState campaign, Caller caller, Quotas quotas, CancellationToken cancellationToken) =>
        campaign.Consensus is not null
        && (await db.Load<VolunteerState>(caller.Self, cancellationToken))?.State is { } volunteer
        && (await quotas.Standing(db, volunteer, campaign.Id, cancellationToken)).Level == TrustLevel.Trusted
            ? volunteer
            : null;

    /// <summary>Now and then a gold photo, when nobody can tell; else the photo that waits longest, so that votes add up.</summary>
    private static async Task<SubmissionState?> Choose(CatalogueDb db, CampaignId campaign, VolunteerState voter, CancellationToken cancellationToken)
    {
        var (self, key) = (voter.Id, voter.Contributor);
        var votes = db.Set<VoteEntry>().Where(vote => vote.Campaign == campaign && vote.Voter == key);
        var cast = await votes.CountAsync(cancellationToken);
        var open = db.Set<SubmissionState>().Where(row => row.Campaign == campaign && row.Volunteer != self && !votes.Any(vote => vote.Submission == row.Id));
        var gold = open.Where(row => row.Gold && (row.Status == SubmissionStatus.Accepted || row.Status == SubmissionStatus.Rejected));
        var waiting = open.Where(row => row.Status == SubmissionStatus.InReview && row.ReviewedAt == null && row.Appeal == null);
        var (first, second) = SHA256.HashData(Encoding.UTF8.GetBytes($"{key}/{cast}"))[0] % GoldEvery == 0 ? (gold, waiting) : (waiting, gold);
        return await Oldest(first) ?? await Oldest(second);

        async Task<SubmissionState?> Oldest(IQueryable<SubmissionState> which) =>
            (await which.Oldest(null, 1, cancellationToken)).Items is [var one, ..] ? one : null;
    }
}
