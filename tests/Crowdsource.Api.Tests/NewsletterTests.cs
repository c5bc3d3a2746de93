using System.Net;
using System.Xml.Linq;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Leaderboards;
using Crowdsource.Protocol.Newsletters;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class NewsletterTests(ApiHost host)
{
    [Fact]
    public async Task The_preview_shows_what_is_picked_and_names_who_agreed()
    {
        var stage = await Stage.Create(host);
        var shownName = host.Fresh("Shown Otter");
        var hiddenName = host.Fresh("Hidden Otter");
        var shown = await stage.Accepted(await stage.Volunteer(pseudonym: shownName));
        var hidden = await stage.Accepted(await stage.Volunteer(shown: false, pseudonym: hiddenName), "Pear");
        var unpicked = await stage.Accepted(await stage.Volunteer());
        foreach (var id in new[] { shown, hidden, unpicked })
        {
            await (await host.Curator.PutAsync($"{stage.Path}/highlights/{id}", null)).Has(HttpStatusCode.NoContent);
        }

        await (await host.Curator.DeleteAsync($"{stage.Path}/highlights/{unpicked}")).Has(HttpStatusCode.NoContent);
        var response = await host.Curator.GetAsync($"{stage.Path}/newsletter/preview");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; img-src data:");
        var html = await response.Content.ReadAsStringAsync();
        html.ShouldContain(shownName);
        html.ShouldNotContain(hiddenName);
        html.ShouldContain(DataUri(shown));
        html.ShouldContain(DataUri(hidden));
        html.ShouldNotContain(DataUri(unpicked));
        html.ShouldContain("CC-BY-4.0");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("http://");
    }

    [Fact]
    public async Task Only_accepted_photos_with_consent_are_picked_and_each_appears_once()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var raw = await stage.InReview(volunteer);
        var silent = await stage.Accepted(await stage.Volunteer(newsletter: false));
        var good = await stage.Accepted(volunteer);
        await (await host.Curator.PutAsync($"{stage.Path}/highlights/{raw}", null)).IsProblem(ProblemTypes.NotAccepted);
        await (await host.Curator.PutAsync($"{stage.Path}/highlights/{silent}", null)).IsProblem(ProblemTypes.NoConsent);
        await (await host.Curator.PutAsync($"{stage.Path}/highlights/{Guid.NewGuid()}", null)).IsProblem(ProblemTypes.NotFound);
        await (await host.Curator.Post($"{stage.Path}/newsletter/issues", new PublishIssueRequest("Empty"))).IsProblem(ProblemTypes.NothingToPublish);
        await (await host.Curator.Post($"{stage.Path}/newsletter/issues", new PublishIssueRequest(""))).IsProblem(ProblemTypes.InvalidRequest);

        await (await host.Curator.PutAsync($"{stage.Path}/highlights/{good}", null)).Has(HttpStatusCode.NoContent);
        var issue = await (await host.Curator.Post($"{stage.Path}/newsletter/issues", new PublishIssueRequest("Apples & <pears>")))
            .Is<IssueResponse>(HttpStatusCode.Created);
        (issue.Number, issue.Title, issue.Photos).ShouldBe((1, "Apples & <pears>", 1));
        await (await host.Curator.PutAsync($"{stage.Path}/highlights/{good}", null)).IsProblem(ProblemTypes.AlreadyPublished);

        (await host.Anonymous.Get<Page<IssueResponse>>($"{stage.Path}/newsletter/issues")).Items.Single().Title.ShouldBe(issue.Title);
        var html = await host.Anonymous.GetStringAsync($"{stage.Path}/newsletter/issues/1");
        html.ShouldContain("Apples &amp; &lt;pears&gt;");
        html.ShouldContain(DataUri(good));
        await (await host.Anonymous.GetAsync($"{stage.Path}/newsletter/issues/2")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task Who_takes_the_consent_or_the_photo_back_disappears_from_published_issues()
    {
        var stage = await Stage.Create(host);
        var regretful = await stage.Volunteer();
        var leaving = await stage.Volunteer();
        var one = await stage.Accepted(regretful);
        var two = await stage.Accepted(leaving);
        foreach (var id in new[] { one, two })
        {
            await (await host.Curator.PutAsync($"{stage.Path}/highlights/{id}", null)).Has(HttpStatusCode.NoContent);
        }

        await (await host.Curator.Post($"{stage.Path}/newsletter/issues", new PublishIssueRequest("Both"))).Has(HttpStatusCode.Created);
        await (await regretful.Put($"{stage.Path}/consent", new ConsentRequest(1, Newsletter: false))).Has(HttpStatusCode.OK);
        await (await leaving.DeleteAsync(stage.Submission(two))).Has(HttpStatusCode.NoContent);
        var html = await host.Anonymous.GetStringAsync($"{stage.Path}/newsletter/issues/1");
        html.ShouldNotContain(DataUri(one));
        html.ShouldNotContain(DataUri(two));
    }

    [Fact]
    public async Task Suggestions_may_be_shown_and_appeared_nowhere()
    {
        var stage = await Stage.Create(host);
        var (one, two) = (await stage.Accepted(await stage.Volunteer()), await stage.Accepted(await stage.Volunteer(), "Pear"));
        await stage.InReview(await stage.Volunteer());
        await stage.Accepted(await stage.Volunteer(newsletter: false));
        (await Suggested(stage)).ShouldBe([one, two], ignoreOrder: true);

        await (await host.Curator.PutAsync($"{stage.Path}/highlights/{one}", null)).Has(HttpStatusCode.NoContent);
        (await Suggested(stage)).ShouldBe([two]);
        await (await host.Curator.Post($"{stage.Path}/newsletter/issues", new PublishIssueRequest("First"))).Has(HttpStatusCode.Created);
        (await Suggested(stage)).ShouldBe([two]);
    }

    [Fact]
    public async Task A_photo_whose_licence_does_not_let_everybody_show_it_is_not_picked()
    {
        var id = host.Fresh("fruit");
        await (await host.Owner.Post("/api/v1/campaigns", Stage.Request(id) with { Licence = "LicenseRef-Internal" })).Has(HttpStatusCode.Created);
        var stage = new Stage(host, id);
        var photo = await stage.Accepted(await stage.Volunteer());
        await (await host.Curator.PutAsync($"{stage.Path}/highlights/{photo}", null)).IsProblem(ProblemTypes.NotLicensed);
        (await Suggested(stage)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_feed_has_the_issues_and_is_sent_once()
    {
        var stage = await Stage.Create(host);
        var empty = await host.Anonymous.GetAsync($"{stage.Path}/newsletter.atom");
        foreach (var title in new[] { "First", "Apples & <pears> \u0001" })
        {
            await (await host.Curator.PutAsync($"{stage.Path}/highlights/{await stage.Accepted(await stage.Volunteer())}", null)).Has(HttpStatusCode.NoContent);
            await (await host.Curator.Post($"{stage.Path}/newsletter/issues", new PublishIssueRequest(title))).Has(HttpStatusCode.Created);
        }

        var response = await host.Anonymous.GetAsync($"{stage.Path}/newsletter.atom");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/atom+xml");
        response.Headers.ETag.ShouldNotBe(empty.Headers.ETag);
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var feed = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        feed.Elements(atom + "entry").Select(entry => entry.Element(atom + "title")!.Value).ShouldBe(["Apples & <pears> ", "First"]);
        var ids = feed.Descendants(atom + "id").Select(id => id.Value).ToList();
        ids.Count.ShouldBe(3);
        ids.ShouldBeUnique();
        feed.Element(atom + "updated")!.Value.ShouldBe(feed.Elements(atom + "entry").First().Element(atom + "updated")!.Value);
        var link = feed.Elements(atom + "entry").Last().Element(atom + "link")!.Attribute("href")!.Value;
        (await host.Anonymous.GetStringAsync(new Uri(response.RequestMessage!.RequestUri!, link))).ShouldContain("First");

        using var again = new HttpRequestMessage(HttpMethod.Get, $"{stage.Path}/newsletter.atom") { Headers = { IfNoneMatch = { response.Headers.ETag! } } };
        (await host.Anonymous.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_leaderboard_ranks_who_agreed_to_be_shown()
    {
        var stage = await Stage.Create(host);
        var first = host.Fresh("First Otter");
        var second = host.Fresh("Second Otter");
        var busy = await stage.Volunteer(pseudonym: first);
        await stage.Accepted(busy);
        await stage.Accepted(busy, "Pear");
        await stage.Accepted(await stage.Volunteer(pseudonym: second));
        await stage.Accepted(await stage.Volunteer(shown: false));

        foreach (var (query, period) in new[] { ("", LeaderboardPeriod.All), ("?period=all", LeaderboardPeriod.All), ("?period=week", LeaderboardPeriod.Week) })
        {
            var board = await host.Anonymous.Get<LeaderboardResponse>($"{stage.Path}/leaderboard{query}");
            board.Period.ShouldBe(period);
            board.Entries.Select(entry => (entry.Rank, entry.Pseudonym)).ShouldBe([(1, first), (2, second)]);
            board.Entries[0].Points.ShouldBeGreaterThan(board.Entries[1].Points);
        }

        (await (await host.Anonymous.GetAsync($"{stage.Path}/leaderboard?period=year")).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["period"]);
    }

    private async Task<IEnumerable<Guid>> Suggested(Stage stage) =>
        (await host.Curator.Get<HighlightSuggestionsResponse>($"{stage.Path}/highlights/suggestions")).Suggestions.Select(photo => photo.Submission);

    private static string DataUri(Guid id) => $"data:image/jpeg;base64,{Convert.ToBase64String(Photos.Jpeg($"thumbnail {id}"))}";
}
