using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Audit;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Missions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class LabelTests(ApiHost host)
{
    private const int Apple = 1, Pear = 2, Plum = 3;

    [Fact]
    public async Task A_merged_label_keeps_its_photos_and_shows_the_other_ones_name_until_it_is_restored()
    {
        var stage = await WithPlums();
        var volunteer = await stage.Volunteer();
        var photo = await stage.Accepted(volunteer, "Plum");
        var merged = await (await Change(stage, Plum, "merge", new MergeLabelRequest(Pear))).Is<CampaignResponse>(HttpStatusCode.OK);

        merged.Labels.Select(label => label.Name).ShouldBe(["Apple", "Pear"]);
        merged.FormerLabels.ShouldBe([new FormerLabelResponse(Plum, "Plum", Pear)]);
        var shown = await volunteer.Get<SubmissionResponse>(stage.Submission(photo));
        (shown.Label, shown.ClaimedLabel).ShouldBe(("Pear", "Plum"));
        (await host.Anonymous.Get<MissionsResponse>($"{stage.Path}/missions")).Missions
            .Select(mission => (mission.Label, mission.Accepted)).ShouldBe([("Apple", 0), ("Pear", 1)], ignoreOrder: true);

        // Apps in the field know the old name for a while.
        var late = await stage.InReview(volunteer, "Plum");
        (await host.Curator.Get<Page<ReviewItem>>($"{stage.Path}/reviews?label=Pear")).Items.Single(item => item.Submission == late).Label.ShouldBe("Pear");

        (await (await Change(stage, Plum, "restore")).Is<CampaignResponse>(HttpStatusCode.OK)).FormerLabels.ShouldBeEmpty();
        (await volunteer.Get<SubmissionResponse>(stage.Submission(photo))).Label.ShouldBe("Plum");
    }

    [Fact]
    public async Task A_retired_label_takes_no_photos_and_has_no_mission()
    {
        var stage = await WithPlums();
        var volunteer = await stage.Volunteer();
        var photo = await stage.InReview(volunteer);
        var retired = await (await Change(stage, Plum, "retire")).Is<CampaignResponse>(HttpStatusCode.OK);

        retired.FormerLabels.ShouldBe([new FormerLabelResponse(Plum, "Plum", null)]);
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "late", "Plum")).IsProblem(ProblemTypes.LabelRetired);
        await (await host.Curator.Put($"{stage.Path}/reviews/{photo}", new ReviewRequest(ReviewVerdict.Accept, Label: "Plum")))
            .IsProblem(ProblemTypes.LabelRetired);
        (await host.Anonymous.Get<MissionsResponse>($"{stage.Path}/missions")).Missions.ShouldNotContain(mission => mission.Label == "Plum");

        await (await Change(stage, Plum, "restore")).Has(HttpStatusCode.OK);
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "late", "Plum")).Has(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_cannot_be_done_to_a_label_is_said()
    {
        var stage = await WithPlums();
        await (await Change(stage, 9, "retire")).IsProblem(ProblemTypes.UnknownLabel);
        await (await Change(stage, Plum, "merge", new MergeLabelRequest(9))).IsProblem(ProblemTypes.UnknownLabel);
        await (await Change(stage, Plum, "merge", new MergeLabelRequest(0))).IsProblem(ProblemTypes.InvalidRequest);
        await (await Change(stage, Plum, "merge", new MergeLabelRequest(Plum))).IsProblem(ProblemTypes.LabelNotInUse);
        await (await Change(stage, Plum, "retire")).Has(HttpStatusCode.OK);
        await (await Change(stage, Plum, "merge", new MergeLabelRequest(Pear))).IsProblem(ProblemTypes.LabelNotInUse);
        await (await Change(stage, Apple, "merge", new MergeLabelRequest(Pear))).IsProblem(ProblemTypes.TooFewLabels);

        // The name is free now.
        await (await Edit(stage, new EditLabelRequest("Apple", Apple), new EditLabelRequest("Pear", Pear), new EditLabelRequest("Plum"))).Has(HttpStatusCode.OK);
        await (await Change(stage, Plum, "restore")).IsProblem(ProblemTypes.LabelNameTaken);
        await (await Edit(stage, new EditLabelRequest("Apple", Apple), new EditLabelRequest("Pear", Pear), new EditLabelRequest("Plum", Plum)))
            .IsProblem(ProblemTypes.LabelMissing);
    }

    [Fact]
    public async Task A_label_is_changed_by_an_owner_who_read_the_campaign_and_it_is_taken_down()
    {
        var stage = await WithPlums();
        var read = (await host.Anonymous.GetAsync(stage.Path)).Headers.ETag;
        await (await Post(host.Owner, $"{stage.Path}/labels/{Plum}/retire", null, null)).IsProblem(ProblemTypes.PreconditionNeeded);
        await (await Post(host.Curator, $"{stage.Path}/labels/{Plum}/retire", null, read)).IsProblem(ProblemTypes.Forbidden);
        await (await Post(host.Owner, $"{stage.Path}/labels/{Plum}/merge", new MergeLabelRequest(Pear), read)).Has(HttpStatusCode.OK);
        await (await Post(host.Owner, $"{stage.Path}/labels/{Pear}/retire", null, read)).IsProblem(ProblemTypes.Outdated);

        var audit = await host.Owner.Get<Page<AuditResponse>>($"/api/v1/audit?inCampaign={stage.Campaign}&action=MergeLabel");
        audit.Items.ShouldHaveSingleItem().Subject.ShouldBe($"labelId/{Plum}");
    }

    [Fact]
    public async Task One_label_may_stand_for_none_of_these_from_the_start_or_later()
    {
        var id = $"none-{Guid.NewGuid():n}"[..20];
        var create = new CreateCampaignRequest(
            id, "Fruit", [new NewLabelRequest("Apple"), new NewLabelRequest("Something else", NoneOfThese: true)], "Yes.", "CC-BY-4.0");
        var created = await (await host.Owner.PostAsJsonAsync("/api/v1/campaigns", create, ProtocolJson.Options)).Is<CampaignResponse>(HttpStatusCode.Created);
        created.Labels.Select(label => label.NoneOfThese).ShouldBe([false, true]);
        var two = create with { Id = $"{id}-2", Labels = [.. create.Labels, new NewLabelRequest("Nothing", NoneOfThese: true)] };
        await (await host.Owner.PostAsJsonAsync("/api/v1/campaigns", two, ProtocolJson.Options)).IsProblem(ProblemTypes.InvalidRequest);

        var stage = await WithPlums();
        EditLabelRequest apple = new("Apple", Apple), pear = new("Pear", Pear), plum = new("Plum", Plum, NoneOfThese: true);
        var marked = await (await Edit(stage, apple, pear, plum)).Is<CampaignResponse>(HttpStatusCode.OK);
        marked.Labels.Single(label => label.NoneOfThese).Id.ShouldBe(Plum);
        await (await Edit(stage, apple, pear with { NoneOfThese = true }, plum)).IsProblem(ProblemTypes.InvalidRequest);

        // Volunteers photograph it as any label.
        await stage.Accepted(await stage.Volunteer(), "Plum");
        await (await Change(stage, Plum, "merge", new MergeLabelRequest(Pear))).Has(HttpStatusCode.OK);
        await (await Edit(stage, apple, pear with { NoneOfThese = true })).Has(HttpStatusCode.OK);
        await (await Change(stage, Plum, "restore")).IsProblem(ProblemTypes.NoneOfTheseTaken);
    }

    private async Task<Stage> WithPlums()
    {
        var stage = await Stage.Create(host);
        await (await Edit(stage, new EditLabelRequest("Apple", Apple), new EditLabelRequest("Pear", Pear), new EditLabelRequest("Plum"))).Has(HttpStatusCode.OK);
        return stage;
    }

    private async Task<HttpResponseMessage> Edit(Stage stage, params EditLabelRequest[] labels)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, stage.Path)
        {
            Content = JsonContent.Create(new EditCampaignRequest("Fruit", labels, "You may use them.", "CC-BY-4.0"), options: ProtocolJson.Options),
        };
        request.Headers.IfMatch.Add((await host.Anonymous.GetAsync(stage.Path)).Headers.ETag!);
        return await host.Owner.SendAsync(request);
    }

    private async Task<HttpResponseMessage> Change(Stage stage, int label, string how, MergeLabelRequest? body = null) =>
        await Post(host.Owner, $"{stage.Path}/labels/{label}/{how}", body, (await host.Anonymous.GetAsync(stage.Path)).Headers.ETag);

    private static async Task<HttpResponseMessage> Post(HttpClient client, string path, MergeLabelRequest? body, EntityTagHeaderValue? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body, options: ProtocolJson.Options),
        };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(tag);
        }

        return await client.SendAsync(request);
    }
}
