using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Reviews;

/// <summary>What waits for a verdict.</summary>
internal static class QueueEndpoints
{
    public static void MapReviewQueue(this IEndpointRouteBuilder curators) =>
        curators.MapGet("/reviews", Queue).WithName("ListReviews")
            .WithSummary("Photos that wait for a verdict, or accepted ones whose label is doubted: filtered, and sorted by age, quality, cluster or doubt.")
            .Problems(ProblemTypes.UnknownLabel);

    private static async Task<Results<Ok<Protocol.Page<ReviewItem>>, ProblemHttpResult>> Queue(
        CurrentCampaign campaign, [AsParameters] PageParameters page, [AsParameters] QueueParameters queue, ICatalogue catalogue,
        CancellationToken cancellationToken)
    {
        if (queue.Label is not null && campaign.State.FindLabel(queue.Label) is null)
        {
            return ProblemTypes.UnknownLabel.Answer();
        }

        if (queue.Suspected == true)
        {
            return TypedResults.Ok(await Suspected(campaign.State, page, queue, catalogue, cancellationToken));
        }

        var (rows, clusters) = await catalogue.Read(
            async (db, token) =>
            {
                var waiting = await Filtered(db, campaign.State, SubmissionStatus.InReview, queue, token);
                var all = db.Set<SubmissionState>();
                var found = queue.Order switch
                {
                    QueueSort.Quality => await waiting.Highest(all, row => row.Quality, page.Start, page.Size, token),
                    QueueSort.Cluster => await waiting.Highest(all, row => row.Cluster!.Value, page.Start, page.Size, token),
                    _ => await waiting.Oldest(page.Start, page.Size, token),
                };
                return (found, await Sizes(db, campaign.Id, found.Items, token));
            },
            cancellationToken);
        return TypedResults.Ok(PageParameters.Page(rows, row => ToItem(row, campaign.State, clusters)));
    }

    private static Task<Protocol.Page<ReviewItem>> Suspected(
        CampaignState campaign, PageParameters page, QueueParameters queue, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        return catalogue.Read(
            async (db, token) =>
            {
                var accepted = await Filtered(db, campaign, SubmissionStatus.Accepted, queue, token);
                var all = db.Set<SuspectedLabel>();
                var doubts = await all
                    .Where(row => row.Campaign == id && row.SettledAt == null && accepted.Any(photo => photo.Id == row.Submission))
                    .Highest(all, row => row.Margin, page.Start, page.Size, token);
                var ids = doubts.Items.Select(doubt => doubt.Submission).ToList();
                var photos = await db.Set<SubmissionState>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, token);
                return PageParameters.Page(doubts, doubt => ToItem(photos[doubt.Submission], campaign, []) with
                {
                    Suspicion = new SuspicionResponse(campaign.NameOf(doubt.Likelier), doubt.Confidence, doubt.SelfConfidence, doubt.Night),
                });
            },
            cancellationToken);
    }

    private static async Task<IQueryable<SubmissionState>> Filtered(
        CatalogueDb db, CampaignState campaign, SubmissionStatus status, QueueParameters queue, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var waiting = db.Set<SubmissionState>().Where(row => row.Campaign == id && row.Status == status);
        if (queue.Label is { } name)
        {
            var labels = campaign.AllThatCountAs(campaign.CountsAs(campaign.FindLabel(name)!.Id));
            waiting = waiting.Where(row => labels.Contains(row.Label));
        }

        if (queue.Volunteer is { } volunteer)
        {
            var contributor = await Contributor(db, volunteer, cancellationToken);
            waiting = waiting.Where(row => row.Contributor == contributor);
        }

        if (queue.Cluster is { } cluster)
        {
            waiting = waiting.Where(row => row.Cluster == cluster);
        }

        if (queue.MinQuality is { } least)
        {
            waiting = waiting.Where(row => row.Quality >= least);
        }

        if (queue.MaxQuality is { } most)
        {
            waiting = waiting.Where(row => row.Quality <= most);
        }

        if (queue.OlderThan is { } until)
        {
            waiting = waiting.Where(row => row.ReceivedAt < until);
        }

        if (queue.NewerThan is { } since)
        {
            waiting = waiting.Where(row => row.ReceivedAt > since);
        }

        if (queue.Appealed is { } appealed)
        {
            waiting = waiting.Where(row => (row.Appeal != null) == appealed);
        }

        return waiting;
    }

    /// <summary>By key or by pseudonym; a key that nobody has when there is none.</summary>
    private static async Task<ContributorKey> Contributor(CatalogueDb db, string volunteer, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(volunteer, out var key))
        {
            return new ContributorKey(key);
        }

        var pseudonym = VolunteerState.PseudonymKey(volunteer);
        return await db.Set<VolunteerState>()
            .Where(row => EF.Property<string>(row, nameof(VolunteerState.PseudonymKey)) == pseudonym)
            .Select(row => row.Contributor)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>How many photos of each of these clusters wait.</summary>
    private static Task<Dictionary<Guid, int>> Sizes(
        CatalogueDb db, CampaignId campaign, IReadOnlyList<SubmissionState> rows, CancellationToken cancellationToken)
    {
        var clusters = rows.Select(row => row.Cluster).Distinct().ToList();
        return db.Set<SubmissionState>()
            .Where(row => row.Campaign == campaign && row.Status == SubmissionStatus.InReview && row.Cluster != null && clusters.Contains(row.Cluster))
            .GroupBy(row => row.Cluster!.Value)
            .Select(cluster => new { cluster.Key, Photos = cluster.Count() })
            .ToDictionaryAsync(cluster => cluster.Key, cluster => cluster.Photos, cancellationToken);
    }

    private static ReviewItem ToItem(SubmissionState row, CampaignState campaign, Dictionary<Guid, int> clusters) => new(
        row.Id.Value,
        campaign.NameOf(row.Label),
        row.Contributor.Value,
        row.CapturedAt,
        row.ReceivedAt,
        row.Findings?.Width ?? 0,
        row.Findings?.Height ?? 0,
        row.Findings?.Sharpness ?? 0,
        row.Findings?.Brightness ?? 0,
        row.Quality,
        row.Cluster ?? row.Id.Value,
        row.Cluster is { } cluster ? clusters.GetValueOrDefault(cluster, 1) : 1,
        $"/api/v1/campaigns/{row.Campaign}/submissions/{row.Id}/thumbnail",
        row.Appeal?.ToResponse());
}
