using System.Diagnostics;
using System.Text;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Paging;
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
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Newsletters;

internal static class NewsletterEndpoints
{
    private const string Html = "text/html";

    public static void MapNewsletter(this IEndpointRouteBuilder campaign)
    {
        var curators = campaign.MapGroup("").WithTags("Newsletter").Allow(TokenScope.Curator);
        curators.MapPut("/highlights/{submission:guid}", Pick).WithName("PickHighlight").WithSummary("Picks a photo for the next issue.")
            .Problems(
                ProblemTypes.NotAccepted, ProblemTypes.NoConsent, ProblemTypes.AlreadyPublished, ProblemTypes.NewsletterFull);
        curators.MapDelete("/highlights/{submission:guid}", Unpick).WithName("UnpickHighlight")
            .WithSummary("Takes a photo out of the next issue.");
        curators.MapGet("/newsletter/preview", Preview).WithName("PreviewNewsletter")
            .WithSummary("The next issue as it would look now: one HTML file with its pictures inside.")
            .Produces<string>(StatusCodes.Status200OK, Html);
        curators.MapPost("/newsletter/issues", Publish).WithName("PublishIssue").WithSummary("Publishes what is picked.")
            .Problems(ProblemTypes.NothingToPublish);

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
            "not-accepted" => ProblemTypes.NotAccepted.Answer(),
            "no-consent" => ProblemTypes.NoConsent.Answer(),
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
        var id = campaign.Id;
        var (rows, photos) = await catalogue.Read(
            async (db, token) =>
            {
                var issues = await db.Set<IssueEntry>().Where(issue => issue.Campaign == id).Newest(page.Start, page.Size, token);
                var numbers = issues.Items.Select(issue => issue.Number).ToList();
                var counts = await db.Set<HighlightEntry>()
                    .Where(row => row.Campaign == id && numbers.Contains(row.Issue))
                    .GroupBy(row => row.Issue)
                    .Select(issue => new { Issue = issue.Key, Photos = issue.Count() })
                    .ToDictionaryAsync(issue => issue.Issue, issue => issue.Photos, token);
                return (issues, counts);
            },
            cancellationToken);
        return TypedResults.Ok(PageParameters.Page(rows, issue => ToResponse(issue, photos.GetValueOrDefault(issue.Number))));
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
        var html = NewsletterPage.Render(campaign.State.Name, title, campaign.State.Consent.Licence, publishedAt, photos);
        return TypedResults.Text(html, Html, Encoding.UTF8);
    }

    private static IssueResponse ToResponse(IssueEntry issue, int photos) => new(issue.Number, issue.Title, issue.PublishedAt, photos);
}
