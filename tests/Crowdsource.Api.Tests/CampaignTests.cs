using System.Net;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Problems;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class CampaignTests(ApiHost host)
{
    [Fact]
    public async Task A_campaign_can_be_read_as_it_was_opened()
    {
        var id = host.Fresh("fruit");
        var response = await host.Owner.Post(
            "/api/v1/campaigns", Stage.Request(id) with { Schedule = new ScheduleDocument("02:30", "Europe/Berlin") });
        var created = await response.Is<CampaignResponse>(HttpStatusCode.Created);
        response.Headers.Location!.OriginalString.ShouldBe($"/api/v1/campaigns/{id}");

        var read = await host.Anonymous.Get<CampaignResponse>($"/api/v1/campaigns/{id}");
        read.ShouldBeEquivalentTo(created);
        read.Labels.Select(label => (label.Id, label.Name, label.Target)).ShouldBe([(1, "Apple", 200), (2, "Pear", 10)]);
        read.Schedule.ShouldBe(new ScheduleDocument("02:30", "Europe/Berlin"));
        read.NextNightAt.ShouldNotBeNull();
        read.Consent.Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_id_is_given_once()
    {
        var stage = await Stage.Create(host);
        await (await host.Owner.Post("/api/v1/campaigns", Stage.Request(stage.Campaign))).IsProblem(ProblemTypes.CampaignExists);
    }

    [Fact]
    public async Task All_errors_of_a_request_are_told_at_once()
    {
        var problem = await (await host.Owner.Post("/api/v1/campaigns", new CreateCampaignRequest(
            "Not a slug", "", [new NewLabelRequest("", Target: 0), new NewLabelRequest("Pear"), new NewLabelRequest("Pear")], "", "no licence!",
            new ScheduleDocument("25:00", "Mars/Olympus")))).IsProblem(ProblemTypes.InvalidRequest);
        problem.Errors!.Keys.ShouldBe(
            ["id", "name", "consentText", "licence", "labels", "labels[0].name", "labels[0].target", "schedule.at", "schedule.timeZone"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Missing_members_are_errors_like_any_other()
    {
        var problem = await (await host.Owner.PostText("/api/v1/campaigns", "{}")).IsProblem(ProblemTypes.InvalidRequest);
        problem.Errors!.Keys.ShouldBe(["id", "name", "consentText", "licence", "labels"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"id":"x","surprise":1}""", "$.surprise")]
    [InlineData("""{"id":1}""", "$.id")]
    [InlineData("""{"labels":[{"name":"Apple","colour":"red"}]}""", "$.labels[0].colour")]
    [InlineData("not json", "$")]
    public async Task Unknown_members_and_broken_JSON_are_refused_with_their_place(string body, string place)
    {
        var problem = await (await host.Owner.PostText("/api/v1/campaigns", body)).IsProblem(ProblemTypes.MalformedBody);
        problem.Detail!.ShouldContain(place);
        problem.Detail!.ShouldNotContain("Crowdsource.");
    }

    [Fact]
    public async Task A_body_of_another_kind_is_refused() =>
        await (await host.Owner.PostAsync("/api/v1/campaigns", new StringContent("<x/>", null, "text/xml")))
            .IsProblem(ProblemTypes.UnsupportedMediaType);

    [Fact]
    public async Task Lists_are_paged_without_gaps_or_repetitions()
    {
        var mine = new[] { await Stage.Create(host), await Stage.Create(host), await Stage.Create(host) };
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await host.Anonymous.Get<Page<CampaignSummary>>(
                $"/api/v1/campaigns?limit=2{(after is null ? "" : $"&after={after}")}");
            page.Items.Count.ShouldBeInRange(1, 2);
            seen.AddRange(page.Items.Select(campaign => campaign.Id));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBeUnique();
        mine.Select(stage => stage.Campaign).ShouldBeSubsetOf(seen);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("after=!!", "after")]
    [InlineData("limit=0&after=eA", "limit,after")]
    public async Task A_page_that_cannot_be_is_refused(string query, string members) =>
        (await (await host.Anonymous.GetAsync($"/api/v1/campaigns?{query}")).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(members.Split(','), ignoreOrder: true);

    [Fact]
    public async Task A_number_that_is_none_is_refused() =>
        await (await host.Anonymous.GetAsync("/api/v1/campaigns?limit=many")).IsProblem(ProblemTypes.InvalidRequest);

    [Theory]
    [InlineData("no-such")]
    [InlineData("No%20Slug")]
    public async Task Below_a_campaign_that_does_not_exist_there_is_nothing(string id)
    {
        await (await host.Anonymous.GetAsync($"/api/v1/campaigns/{id}")).IsProblem(ProblemTypes.NotFound);
        await (await host.Curator.GetAsync($"/api/v1/campaigns/{id}/reviews")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task A_copy_has_the_labels_of_the_original_and_says_where_it_comes_from()
    {
        var stage = await Stage.Create(host);
        var copy = await (await host.Owner.Post($"{stage.Path}/copies", new CopyCampaignRequest($"{stage.Campaign}-trial", "Trial")))
            .Is<CampaignResponse>(HttpStatusCode.Created);
        copy.CopyOf.ShouldBe(stage.Campaign);
        copy.Labels.Count.ShouldBe(2);
        await (await host.Owner.Post($"{stage.Path}/copies", new CopyCampaignRequest($"{stage.Campaign}-trial", "Trial")))
            .IsProblem(ProblemTypes.CampaignExists);
        await (await host.Owner.Post($"{stage.Path}/copies", new CopyCampaignRequest("", ""))).IsProblem(ProblemTypes.InvalidRequest);
    }
}
