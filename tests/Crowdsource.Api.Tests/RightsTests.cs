using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Releases;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

/// <summary>What volunteers may ask for.</summary>
public sealed class RightsTests(ApiHost host)
{
    private static readonly string[] s_outsider = ["data.json"];

    [Fact]
    public async Task A_rejected_photo_gets_one_second_look_with_the_volunteers_words()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var photo = await stage.InReview(volunteer);
        var path = $"{stage.Submission(photo)}/appeal";
        await (await volunteer.Post(path, new AppealRequest("Too early."))).IsProblem(ProblemTypes.NotAppealable);
        await Reject(stage, photo);

        await (await volunteer.Post(path, new AppealRequest(""))).IsProblem(ProblemTypes.InvalidRequest);
        await (await (await stage.Volunteer()).Post(path, new AppealRequest("Not mine."))).IsProblem(ProblemTypes.NotFound);
        (await (await volunteer.Post(path, new AppealRequest("Look behind the leaf."))).Is<SubmissionResponse>(HttpStatusCode.OK))
            .Status.ShouldBe(SubmissionStatus.InReview);
        await (await volunteer.Post(path, new AppealRequest("Look behind the leaf."))).Has(HttpStatusCode.OK);

        var appeal = (await host.Curator.Get<Page<ReviewItem>>($"{stage.Path}/reviews")).Items.Single().Appeal.ShouldNotBeNull();
        (appeal.Text, appeal.Rejection).ShouldBe(("Look behind the leaf.", RejectionCode.NoObject));
        await Reject(stage, photo);
        await (await volunteer.Post(path, new AppealRequest("Once more!"))).IsProblem(ProblemTypes.NotAppealable);
    }

    [Fact]
    public async Task What_no_person_can_judge_cannot_be_appealed()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var photo = Guid.CreateVersion7();
        await (await stage.Send(volunteer, photo, "no photo")).Has(HttpStatusCode.Created);
        await stage.Reject(photo, RejectionCode.NotAnImage);

        await (await volunteer.Post($"{stage.Submission(photo)}/appeal", new AppealRequest("It is one."))).IsProblem(ProblemTypes.NotAppealable);
    }

    [Fact]
    public async Task Progress_counts_photos_that_are_accepted_or_wait()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        (await Progress(volunteer)).ShouldBe(new ProgressResponse(0, 0, 10, 0, "UTC"));
        await stage.Accepted(volunteer);
        await stage.InReview(volunteer);
        await Reject(stage, await stage.InReview(volunteer));

        await (await volunteer.Patch("/api/v1/volunteers/me", new UpdateVolunteerRequest(null, "Europe/Berlin", 3))).Has(HttpStatusCode.OK);

        (await Progress(volunteer)).ShouldBe(new ProgressResponse(1, 1, 3, 2, "Europe/Berlin"));
        (await (await volunteer.Patch("/api/v1/volunteers/me", new UpdateVolunteerRequest(null, "Mars/Olympus", 501)))
            .IsProblem(ProblemTypes.InvalidRequest)).Errors!.Keys.ShouldBe(["timeZone", "weeklyGoal"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_export_has_everything_of_the_volunteer_and_nothing_of_others()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var photo = await stage.Accepted(volunteer);
        var other = await stage.Volunteer();
        await stage.Accepted(other);

        using var archive = await Export(volunteer);

        var data = await JsonSerializer.DeserializeAsync<VolunteerExport>(archive.GetEntry("data.json")!.Open(), ProtocolJson.Options);
        var exported = data.ShouldNotBeNull().Photos.ShouldHaveSingleItem();
        exported.Submission.ShouldBe(await volunteer.Get<SubmissionResponse>(stage.Submission(photo)));
        exported.Reviews.ShouldHaveSingleItem().Accepted.ShouldBeTrue();
        data.Points.Sum(entry => entry.Points).ShouldBe(data.Volunteer.Points);
        data.Consents.ShouldHaveSingleItem().Campaign.ShouldBe(stage.Campaign);
        archive.Entries.Select(entry => entry.FullName).ShouldBe(["data.json", exported.File!]);
        exported.File!.ShouldStartWith($"photos/{stage.Campaign}/Apple/2026-11-01 10.00.00");
        using var picture = new MemoryStream();
        await archive.GetEntry(exported.File!)!.Open().CopyToAsync(picture);
        picture.ToArray().ShouldBe(Photos.Jpeg($"master {photo}"));

        using var empty = await Export(await stage.Volunteer());
        empty.Entries.Select(entry => entry.FullName).ShouldBe(s_outsider);
    }

    [Fact]
    public async Task A_volunteer_sees_which_models_learned_from_a_photo_and_on_how_many_devices_they_run()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var (learned, tested) = (await stage.Accepted(volunteer), await stage.Accepted(volunteer));
        var snapshot = $$"""
            {"campaign":"fruit","photos":[{"photo":"{{Master(learned)}}","label":1,"split":"Train"},{"photo":"{{Master(tested)}}","label":1,"split":"Test"}]}
            """;
        await stage.Promoted((await host.Blobs.Put(Encoding.UTF8.GetBytes(snapshot), CancellationToken.None)).Digest);
        await (await host.Owner.Put($"{stage.Path}/channels/stable/release", new ReleaseRequest(1))).Has(HttpStatusCode.OK);
        var (stays, leaves) = (Guid.NewGuid(), Guid.NewGuid());
        await Receipt(stage, stays, ReceiptKind.Activated);
        await Receipt(stage, leaves, ReceiptKind.Activated);
        await Receipt(stage, leaves, ReceiptKind.RolledBack);

        var model = (await volunteer.Get<Page<LearnedModelResponse>>($"{stage.Submission(learned)}/models")).Items.ShouldHaveSingleItem();

        (model.Version, model.Night, model.Use, model.ActiveDevices).ShouldBe((1, 1, Split.Train, 1));
        (await volunteer.Get<Page<LearnedModelResponse>>($"{stage.Submission(tested)}/models")).Items.ShouldBeEmpty();
        await (await (await stage.Volunteer()).GetAsync($"{stage.Submission(learned)}/models")).IsProblem(ProblemTypes.NotFound);
    }

    private static string Master(Guid photo) => BlobDigest.Of(Photos.Jpeg($"master {photo}")).Value;

    private static Task<ProgressResponse> Progress(HttpClient volunteer) => volunteer.Get<ProgressResponse>("/api/v1/volunteers/me/progress");

    private static async Task<ZipArchive> Export(HttpClient volunteer)
    {
        var answer = await volunteer.GetAsync("/api/v1/volunteers/me/export");
        await answer.Has(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        return new ZipArchive(await answer.Content.ReadAsStreamAsync());
    }

    private async Task Receipt(Stage stage, Guid device, ReceiptKind kind) =>
        await (await host.App.Post($"{stage.Path}/receipts", new ReceiptRequest(Guid.NewGuid(), "stable", device, 1, kind))).Has(HttpStatusCode.Created);

    private async Task Reject(Stage stage, Guid photo) => await (await host.Curator.Put(
        $"{stage.Path}/reviews/{photo}", new ReviewRequest(ReviewVerdict.Reject, RejectionCode.NoObject))).Has(HttpStatusCode.OK);
}
