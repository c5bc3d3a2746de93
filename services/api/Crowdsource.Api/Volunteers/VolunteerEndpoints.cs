using System.Diagnostics;
using System.Security.Claims;
using System.Security.Cryptography;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Orleans.Storage;

namespace Crowdsource.Api.Volunteers;

internal static class VolunteerEndpoints
{
    /// <summary>Made-up pseudonyms that may be taken before a registration gives up.</summary>
    private const int MostTries = 5;

    public static void MapVolunteers(this IEndpointRouteBuilder api, IEndpointRouteBuilder campaign)
    {
        var volunteers = api.MapGroup("/volunteers").WithTags("Volunteers");
        volunteers.MapPost("", Register).WithName("RegisterVolunteer")
            .WithSummary("Registers a volunteer; the answer has the token that stands for them. With an owner's token: one without a daily quota.")
            .Problems(ProblemTypes.PseudonymTaken);

        var me = volunteers.MapGroup("/me").Allow(TokenScope.Volunteer);
        me.MapGet("", Get).WithName("GetMe").WithSummary("What the server knows of the caller.");
        me.MapPatch("", Update).WithName("UpdateMe").WithSummary("Changes what others see of the caller, and the goal.");
        me.MapDelete("", Erase).WithName("EraseMe")
            .WithSummary("Forgets the caller: the token is dead at once; photos, names and what leads to the person are gone soon after.");
        me.MapProgress();
        me.MapHomeZone();
        me.MapExport();
        me.MapGet("/submissions", Submissions).WithName("ListMySubmissions")
            .WithSummary("The caller's photos, newest first, with their status, reasons and points.");

        campaign.MapPut("/consent", Consent).WithName("GiveConsent").WithTags("Volunteers")
            .WithSummary("Agrees to the campaign's current consent text.")
            .Allow(TokenScope.Volunteer).Problems(ProblemTypes.OtherConsentVersion);
    }

    private static async Task<Results<Created<RegisteredVolunteer>, ProblemHttpResult>> Register(
        RegisterVolunteerRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        var token = TokenText.Compose(TokenScope.Volunteer, RandomNumberGenerator.GetBytes(TokenText.RandomBytes));
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TryRegister(request.Pseudonym ?? Pseudonym.Create(), request.ShowOnLeaderboard, token, grains) is { } volunteer)
            {
                if (Caller.ScopeOf(user) == TokenScope.Owner)
                {
                    await grains.GetGrain<IVolunteerGrain>(volunteer.Id.Value).LiftQuota();
                }

                return TypedResults.Created(
                    "/api/v1/volunteers/me",
                    new RegisteredVolunteer(volunteer.Id.Value, token, volunteer.Pseudonym, volunteer.ShowOnLeaderboard));
            }

            if (request.Pseudonym is not null)
            {
                break;
            }
        }

        return ProblemTypes.PseudonymTaken.Answer();
    }

    /// <summary>Null when the pseudonym is taken.</summary>
    private static async Task<VolunteerState?> TryRegister(string pseudonym, bool showOnLeaderboard, string token, IGrainFactory grains)
    {
        try
        {
            return await grains.GetGrain<IVolunteerGrain>(Guid.CreateVersion7()).Register(pseudonym, showOnLeaderboard, TokenText.Hash(token));
        }
        catch (InconsistentStateException)
        {
            // Id and token are new, so it is the pseudonym's unique key: somebody else was faster, or wrote it in another case.
            return null;
        }
    }

    private static async Task<Results<Ok<VolunteerResponse>, ProblemHttpResult>> Get(
        Caller caller, ICatalogue catalogue, Quotas quotas, CancellationToken cancellationToken) =>
        await Describe(caller.Self, catalogue, quotas, cancellationToken) is { } volunteer
            ? TypedResults.Ok(volunteer)
            : ProblemTypes.NotFound.Answer();

    private static async Task<Results<Ok<VolunteerResponse>, ProblemHttpResult>> Update(
        UpdateVolunteerRequest request, Caller caller, IGrainFactory grains, ICatalogue catalogue, Quotas quotas, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IVolunteerGrain>(caller.Self.Value)
            .Update(new UpdateVolunteer(request.ShowOnLeaderboard, request.TimeZone, request.WeeklyGoal));
        return await Get(caller, catalogue, quotas, cancellationToken);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> Erase(
        Caller caller, IGrainFactory grains, IPartialUploads partial, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IVolunteerGrain>(caller.Self.Value).Erase() is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        await partial.DeleteAll(caller.Self.Value, cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Ok<ConsentResponse>, ProblemHttpResult>> Consent(
        CurrentCampaign campaign, ConsentRequest request, Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        var volunteer = grains.GetGrain<IVolunteerGrain>(caller.Self.Value);
        return await volunteer.Consent(campaign.Id, request.Version, request.Newsletter, request.Location) switch
        {
            ConsentOutcome.Given => TypedResults.Ok(
                (await volunteer.Get())?.ConsentTo(campaign.Id)?.ToResponse()
                ?? new ConsentResponse(campaign.Id.Value, request.Version, request.Newsletter, Location: false, clock.GetUtcNow())),
            ConsentOutcome.OtherVersion => ProblemTypes.OtherConsentVersion.Answer(
                $"The current version is {campaign.State.Consent.Version}."),
            ConsentOutcome.NotFound => ProblemTypes.NotFound.Answer(),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Ok<Protocol.Page<SubmissionResponse>>> Submissions(
        [AsParameters] PageParameters page, Caller caller, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var self = caller.Self;
        var (rows, campaigns) = await catalogue.Read(
            async (db, token) =>
            {
                var trials = db.Trials();
                var mine = await db.Set<SubmissionState>()
                    .Where(row => row.Volunteer == self && !trials.Contains(row.Campaign))
                    .Newest(page.Start, page.Size, token);
                var ids = mine.Items.Select(row => row.Campaign).Distinct().ToList();
                var named = await db.Set<CampaignState>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, token);
                return (mine, named);
            },
            cancellationToken);
        return TypedResults.Ok(PageParameters.Page(rows, row => row.ToResponse(campaigns[row.Campaign])));
    }

    private static Task<VolunteerResponse?> Describe(VolunteerId id, ICatalogue catalogue, Quotas quotas, CancellationToken cancellationToken) =>
        catalogue.Read(
            async (db, token) =>
            {
                if ((await db.Load<VolunteerState>(id, token))?.State is not { } volunteer)
                {
                    return null;
                }

                var contributor = volunteer.Contributor;
                var trials = db.Trials();
                var points = await db.Set<PointsEntry>()
                    .Where(entry => entry.Contributor == contributor && !trials.Contains(entry.Campaign))
                    .SumAsync(entry => entry.Points, token);
                return volunteer.ToResponse(points, await db.Standings(volunteer, quotas, token));
            },
            cancellationToken);

    /// <summary>Campaigns that staff copied to try something out: volunteers never sent a photo there.</summary>
    public static IQueryable<CampaignId> Trials(this CatalogueDb db) =>
        db.Set<CampaignState>().Where(campaign => campaign.CopyOf != null).Select(campaign => campaign.Id);

    /// <summary>Where the volunteer stands in each campaign that they agreed to.</summary>
    public static async Task<IReadOnlyList<StandingResponse>> Standings(
        this CatalogueDb db, VolunteerState volunteer, Quotas quotas, CancellationToken cancellationToken)
    {
        List<StandingResponse> standings = [];
        foreach (var consent in volunteer.Consents)
        {
            standings.Add(await quotas.Standing(db, volunteer, consent.Campaign, cancellationToken));
        }

        return standings;
    }

    public static VolunteerResponse ToResponse(
        this VolunteerState volunteer, int points, IReadOnlyList<StandingResponse> standings) => new(
        volunteer.Id.Value,
        volunteer.Pseudonym,
        volunteer.ShowOnLeaderboard,
        volunteer.RegisteredAt,
        points,
        [.. volunteer.Consents.Select(ToResponse)],
        standings,
        volunteer.HomeZone?.ToDocument());

    public static ConsentResponse ToResponse(this GivenConsent consent) =>
        new(consent.Campaign.Value, consent.Version, consent.Newsletter, consent.Location, consent.At);
}
