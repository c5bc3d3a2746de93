using System.Diagnostics;
using System.Text;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Preconditions;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Newsletters;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Newsletters;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Newsletters;

internal static class NewsletterEndpoints
{
    private const string Html = "text/html";
    private const int MostSuggestions = 24;
    private const int IssuesInFeed = 50;

    public static void MapNewsletter(this IEndpointRouteBuilder campaign)
    {
        var curators = campaign.MapGroup("").WithTags("Newsletter").Allow(TokenScope.Curator);
        curators.MapPut("/highlights/{submission:guid}", Pick).WithName("PickHighlight").WithSummary("Picks a photo for the next issue.")
            .Problems(
                ProblemTypes.NotAccepted, ProblemTypes.NoConsent, ProblemTypes.NotLicensed, ProblemTypes.AlreadyPublished, ProblemTypes.NewsletterFull);
        curators.MapDelete("/highlights/{submission:guid}", Unpick).WithName("UnpickHighlight")
            .WithSummary("Takes a photo out of the next issue.");
        curators.MapGet("/highlights/suggestions", Suggest).WithName("SuggestHighlights")
            .WithSummary("Good photos that differ from each other and from what is picked, best first; none appeared in an issue.");
        curators.MapGet("/newsletter/preview", Preview).WithName("PreviewNewsletter")
            .WithSummary("The next issue as it would look now: one HTML file with its pictures inside.")
            .Produces<string>(StatusCodes.Status200OK, Html);
        curators.MapPost("/newsletter/issues", Publish).WithName("PublishIssue").WithSummary("Publishes what is picked.")
            .Problems(ProblemTypes.NothingToPublish);

        campaign.MapGet("/newsletter.atom", Feed).WithName("GetNewsletterFeed").WithTags("Newsletter")
            .WithSummary("Published issues as an Atom feed (RFC 4287).")
            .Produces<string>(StatusCodes.Status200OK, NewsletterFeed.MediaType);
        var readers = campaign.MapGroup("/newsletter/issues").WithTags("Newsletter");
        readers.MapGet("", List).WithName("ListIssues").WithSummary("Published issues, newest first.");
        readers.MapGet("/{issue:int}", Issue).WithName("GetIssue")
            .WithSummary("A published issue: one HTML file with its pictures inside.")
            .Produces<string>(StatusCodes.Status200OK, Html);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Pick(
        CurrentCampaign campaign, Guid submission, Caller caller, ICatalogue catalogue, IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        if (await catalogue.FindSubmission(campaign, submission, caller, cancellationToken) is null)
        {
            return ProblemTypes.NotFound.Answer();
        }

        return await grains.GetGrain<INewsletterGrain>(campaign.Id.Value).Pick(new SubmissionId(submission)) switch
        {
            null => TypedResults.NoContent(),
            HighlightRules.NotAccepted => ProblemTypes.NotAccepted.Answer(),
            HighlightRules.NoConsent => ProblemTypes.NoConsent.Answer(),
            HighlightRules.NotLicensed => ProblemTypes.NotLicensed.Answer(),
            "already-published" => ProblemTypes.AlreadyPublished.Answer(),
            "newsletter-full" => ProblemTypes.NewsletterFull.Answer(),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<NoContent> Unpick(CurrentCampaign campaign, Guid submission, IGrainFactory grains)
    {
        await grains.GetGrain<INewsletterGrain>(campaign.Id.Value).Unpick(new SubmissionId(submission));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<HighlightSuggestionsResponse>> Suggest(
        CurrentCampaign campaign, IGrainFactory grains, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var picked = (await grains.GetGrain<INewsletterGrain>(campaign.Id.Value).Get()).Picked;
        var suggested = await catalogue.Read(
            (db, token) => db.Suggestions(campaign.State, picked, MostSuggestions, token), cancellationToken);
        return TypedResults.Ok(new HighlightSuggestionsResponse(
        [
            .. suggested.Select(photo => new HighlightSuggestion(
                photo.Submission.Value,
                campaign.State.NameOf(photo.Label),
                photo.Quality,
                $"/api/v1/campaigns/{campaign.Id}/submissions/{photo.Submission}/thumbnail")),
        ]));
    }

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> Feed(
        CurrentCampaign campaign, [FromHeader(Name = "If-None-Match")] string? ifNoneMatch, HttpResponse response, ICatalogue catalogue,
        CancellationToken cancellationToken)
    {
        var (issues, photos) = await Issues(campaign, null, IssuesInFeed, catalogue, cancellationToken);
        var feed = NewsletterFeed.Render(
            campaign.State, [.. issues.Items.Select(issue => (issue, photos.GetValueOrDefault(issue.Number)))]);
        var tag = NewsletterFeed.TagOf(feed);
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.ETag = tag.ToString();
        return RowTag.Has(ifNoneMatch, tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(feed, $"{NewsletterFeed.MediaType}; charset=utf-8");
    }

    private static async Task<ContentHttpResult> Preview(
        CurrentCampaign campaign, HttpResponse response, IGrainFactory grains, ICatalogue catalogue, IBlobStore blobs,
        CancellationToken cancellationToken)
    {
        var newsletter = await grains.GetGrain<INewsletterGrain>(campaign.Id.Value).Get();
        return await Page(campaign, "Next issue (preview)", null, newsletter.Picked, response, catalogue, blobs, cancellationToken);
    }

    private static async Task<Results<Created<IssueResponse>, ProblemHttpResult>> Publish(
        CurrentCampaign campaign, PublishIssueRequest request, IGrainFactory grains, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<INewsletterGrain>(campaign.Id.Value).Publish(request.Title) is not { } issue)
        {
            return ProblemTypes.NothingToPublish.Answer();
        }

        var photos = await catalogue.Read(
            (db, token) => db.Set<HighlightEntry>().CountAsync(row => row.Campaign == issue.Campaign && row.Issue == issue.Number, token),
            cancellationToken);
        return TypedResults.Created($"/api/v1/campaigns/{campaign.Id}/newsletter/issues/{issue.Number}", ToResponse(issue, photos));
    }

    private static async Task<Ok<Protocol.Page<IssueResponse>>> List(
        CurrentCampaign campaign, [AsParameters] PageParameters page, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var (rows, photos) = await Issues(campaign, page.Start, page.Size, catalogue, cancellationToken);
        return TypedResults.Ok(PageParameters.Page(rows, issue => ToResponse(issue, photos.GetValueOrDefault(issue.Number))));
    }

    /// <summary>Issues, newest first, and how many photos each has by its number.</summary>
    private static Task<(Catalogue.Page<IssueEntry> Issues, Dictionary<int, int> Photos)> Issues(
        CurrentCampaign campaign, long? after, int limit, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        return catalogue.Read(
            async (db, token) =>
            {
                var issues = await db.Set<IssueEntry>().Where(issue => issue.Campaign == id).Newest(after, limit, token);
                var numbers = issues.Items.Select(issue => issue.Number).ToList();
                var counts = await db.Set<HighlightEntry>()
                    .Where(row => row.Campaign == id && numbers.Contains(row.Issue))
                    .GroupBy(row => row.Issue)
                    .Select(issue => new { Issue = issue.Key, Photos = issue.Count() })
                    .ToDictionaryAsync(issue => issue.Issue, issue => issue.Photos, token);
                return (issues, counts);
            },
            cancellationToken);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Issue(
        CurrentCampaign campaign, int issue, HttpResponse response, ICatalogue catalogue, IBlobStore blobs,
        CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var (entry, photos) = await catalogue.Read(
            async (db, token) => (
                await db.Set<IssueEntry>().FirstOrDefaultAsync(row => row.Campaign == id && row.Number == issue, token),
                await db.Set<HighlightEntry>().Where(row => row.Campaign == id && row.Issue == issue)
                    .Select(row => row.Submission).ToListAsync(token)),
            cancellationToken);
        return entry is null
            ? ProblemTypes.NotFound.Answer()
            : await Page(campaign, entry.Title, entry.PublishedAt, photos, response, catalogue, blobs, cancellationToken);
    }

    private static async Task<ContentHttpResult> Page(
        CurrentCampaign campaign, string title, DateTimeOffset? publishedAt, IReadOnlyList<SubmissionId> wanted, HttpResponse response,
        ICatalogue catalogue, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var showable = await catalogue.Read((db, token) => db.Showable(campaign.State, wanted, token), cancellationToken);
        var photos = new List<(NewsletterPhoto, byte[])>();
        foreach (var photo in showable)
        {
            if (await blobs.OpenRead(photo.Thumbnail, cancellationToken) is { } file)
            {
                await using (file)
                {
                    var picture = new byte[file.Length];
                    await file.ReadExactlyAsync(picture, cancellationToken);
                    photos.Add((photo, picture));
                }
            }
        }

        response.Headers.ContentSecurityPolicy = NewsletterPage.ContentSecurityPolicy;
        var html = NewsletterPage.Render(campaign.State.Name, title, publishedAt, photos);
        return TypedResults.Text(html, Html, Encoding.UTF8);
    }

    private static IssueResponse ToResponse(IssueEntry issue, int photos) => new(issue.Number, issue.Title, issue.PublishedAt, photos);
}
