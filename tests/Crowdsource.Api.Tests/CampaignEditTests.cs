using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Problems;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class CampaignEditTests(ApiHost host)
{
    private static readonly EditCampaignRequest s_edit = new(
        "Fruit and more", [new EditLabelRequest("Red apple", 1, "Whole.", 300), new EditLabelRequest("Pear", 2, Target: 10)], "You may use them.", "CC-BY-4.0");

    [Fact]
    public async Task Labels_are_renamed_and_added_and_keep_their_numbers()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var photo = await stage.Accepted(volunteer);
        var before = await host.Anonymous.GetAsync(stage.Path);
        var response = await Edit(stage, s_edit with { Labels = [new EditLabelRequest("Plum"), .. s_edit.Labels] }, before.Headers.ETag);
        var edited = await response.Is<CampaignResponse>(HttpStatusCode.OK);

        (edited.Name, edited.Consent.Version).ShouldBe(("Fruit and more", 1));
        edited.Labels.Select(label => (label.Id, label.Name, label.Target)).ShouldBe([(1, "Red apple", 300), (2, "Pear", 10), (3, "Plum", 200)]);
        response.Headers.ETag.ShouldNotBe(before.Headers.ETag);
        (await host.Anonymous.GetAsync(stage.Path)).Headers.ETag.ShouldBe(response.Headers.ETag);
        (await volunteer.Get<Protocol.Submissions.SubmissionResponse>(stage.Submission(photo))).Label.ShouldBe("Red apple");
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "a plum", "Plum")).Has(HttpStatusCode.Created);
    }

    [Fact]
    public async Task How_nights_train_is_the_campaigns_to_say()
    {
        var stage = await Stage.Create(host);
        var before = await host.Anonymous.GetAsync(stage.Path);
        (await host.Anonymous.Get<CampaignResponse>(stage.Path)).Strategy.ShouldBe(TrainingStrategy.Auto);
        (await (await Edit(stage, s_edit with { Strategy = TrainingStrategy.TailTuning }, before.Headers.ETag)).Is<CampaignResponse>(HttpStatusCode.OK))
            .Strategy.ShouldBe(TrainingStrategy.TailTuning);
    }

    [Fact]
    public async Task Of_two_editors_the_second_is_told_to_read_again()
    {
        var stage = await Stage.Create(host);
        var read = (await host.Anonymous.GetAsync(stage.Path)).Headers.ETag;
        await (await Edit(stage, s_edit, null)).IsProblem(ProblemTypes.PreconditionNeeded);
        await (await Edit(stage, s_edit, read)).Has(HttpStatusCode.OK);
        await (await Edit(stage, s_edit with { Name = "Lost" }, read)).IsProblem(ProblemTypes.Outdated);
        await (await Edit(stage, s_edit, new EntityTagHeaderValue("\"x\""))).IsProblem(ProblemTypes.Outdated);
        (await host.Anonymous.Get<CampaignResponse>(stage.Path)).Name.ShouldBe(s_edit.Name);
    }

    [Fact]
    public async Task Who_has_the_campaign_is_not_sent_it_again()
    {
        var stage = await Stage.Create(host);
        var tag = (await host.Anonymous.GetAsync(stage.Path)).Headers.ETag!;
        using var request = new HttpRequestMessage(HttpMethod.Get, stage.Path) { Headers = { IfNoneMatch = { tag } } };
        (await host.Anonymous.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_label_is_neither_removed_nor_made_up()
    {
        var stage = await Stage.Create(host);
        var tag = (await host.Anonymous.GetAsync(stage.Path)).Headers.ETag;
        await (await Edit(stage, s_edit with { Labels = [new EditLabelRequest("Apple", 1), new EditLabelRequest("Plum")] }, tag))
            .IsProblem(ProblemTypes.LabelMissing);
        await (await Edit(stage, s_edit with { Labels = [.. s_edit.Labels, new EditLabelRequest("Plum", 7)] }, tag))
            .IsProblem(ProblemTypes.UnknownLabel);
        (await (await Edit(
            stage, new EditCampaignRequest("", [new EditLabelRequest("", 1, Target: 0), new EditLabelRequest("Pear", 1)], "", "no licence!"), tag))
            .IsProblem(ProblemTypes.InvalidRequest)).Errors!.Keys.ShouldBe(
            ["name", "consentText", "licence", "labels", "labels[0].name", "labels[0].target"], ignoreOrder: true);
    }

    [Fact]
    public async Task Another_consent_text_is_agreed_to_anew()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var tag = (await host.Anonymous.GetAsync(stage.Path)).Headers.ETag;
        var edited = await (await Edit(stage, s_edit with { Licence = "CC0-1.0" }, tag)).Is<CampaignResponse>(HttpStatusCode.OK);
        (edited.Consent.Version, edited.Consent.Licence).ShouldBe((2, "CC0-1.0"));
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "later", "Pear")).IsProblem(ProblemTypes.ConsentNeeded);
        await (await volunteer.Put($"{stage.Path}/consent", new Protocol.Volunteers.ConsentRequest(2))).Has(HttpStatusCode.OK);
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "later", "Pear")).Has(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("pause", CampaignStatus.Paused)]
    [InlineData("close", CampaignStatus.Closed)]
    public async Task A_campaign_that_does_not_run_takes_no_photos_and_finishes_what_it_has(string how, CampaignStatus status)
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var sent = Guid.CreateVersion7();
        await (await stage.Send(volunteer, sent, "before")).Has(HttpStatusCode.Created);
        (await (await host.Owner.PostAsync($"{stage.Path}/{how}", null)).Is<CampaignResponse>(HttpStatusCode.OK)).Status.ShouldBe(status);

        await (await stage.Send(volunteer, Guid.CreateVersion7(), "after"))
            .IsProblem(status == CampaignStatus.Paused ? ProblemTypes.CampaignPaused : ProblemTypes.CampaignClosed);
        await (await stage.Send(volunteer, sent, "before")).Has(HttpStatusCode.OK);
        await stage.Process(sent);
        await (await host.Curator.Put($"{stage.Path}/reviews/{sent}", new Protocol.Reviews.ReviewRequest(Protocol.Reviews.ReviewVerdict.Accept)))
            .Has(HttpStatusCode.OK);

        (await (await host.Owner.PostAsync($"{stage.Path}/resume", null)).Is<CampaignResponse>(HttpStatusCode.OK)).Status.ShouldBe(CampaignStatus.Open);
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "after")).Has(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_closed_campaign_has_no_next_night()
    {
        var id = host.Fresh("fruit");
        await (await host.Owner.Post("/api/v1/campaigns", Stage.Request(id) with { Schedule = new ScheduleDocument("02:30", "Europe/Berlin") }))
            .Has(HttpStatusCode.Created);
        (await (await host.Owner.PostAsync($"/api/v1/campaigns/{id}/pause", null)).Is<CampaignResponse>(HttpStatusCode.OK)).NextNightAt.ShouldNotBeNull();
        (await (await host.Owner.PostAsync($"/api/v1/campaigns/{id}/close", null)).Is<CampaignResponse>(HttpStatusCode.OK)).NextNightAt.ShouldBeNull();
        (await (await host.Owner.PostAsync($"/api/v1/campaigns/{id}/resume", null)).Is<CampaignResponse>(HttpStatusCode.OK)).NextNightAt.ShouldNotBeNull();
    }

    private async Task<HttpResponseMessage> Edit(Stage stage, EditCampaignRequest edit, EntityTagHeaderValue? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, stage.Path) { Content = JsonContent.Create(edit, options: ProtocolJson.Options) };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(tag);
        }

        return await host.Owner.SendAsync(request);
    }
}
