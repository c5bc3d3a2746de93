using System.Net;
using System.Net.Sockets;
using System.Text;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class SubmissionTests(ApiHost host)
{
    private const int MostBytes = 25 * 1024 * 1024;

    [Fact]
    public async Task The_same_photo_under_the_same_id_counts_once()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = Guid.CreateVersion7();
        var first = await stage.Send(volunteer, id, "an apple");
        var created = await first.Is<SubmissionResponse>(HttpStatusCode.Created);
        first.Headers.Location!.OriginalString.ShouldBe(stage.Submission(id));
        created.Status.ShouldBe(SubmissionStatus.Received);
        created.CapturedAt.ShouldBe(new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero));
        (await host.Uploads.Verify(BlobDigest.Of(Photos.Jpeg("an apple")), default)).ShouldBeTrue();

        (await (await stage.Send(volunteer, id, "an apple")).Is<SubmissionResponse>(HttpStatusCode.OK)).ShouldBe(created);
        await (await stage.Send(volunteer, id, "another apple")).IsProblem(ProblemTypes.OtherPhoto);
        (await volunteer.Get<SubmissionResponse>(stage.Submission(id))).ShouldBe(created);
    }

    [Fact]
    public async Task Many_tries_at_once_make_one_submission()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = Guid.CreateVersion7();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.Send(volunteer, id, "an impatient apple")));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(7);
    }

    [Fact]
    public async Task A_repetition_after_processing_does_not_bring_the_upload_back()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = Guid.CreateVersion7();
        await (await stage.Send(volunteer, id, "a processed apple")).Has(HttpStatusCode.Created);
        await stage.Process(id);
        var upload = BlobDigest.Of(Photos.Jpeg("a processed apple"));
        await host.Uploads.Delete(upload, default);

        var again = await (await stage.Send(volunteer, id, "a processed apple")).Is<SubmissionResponse>(HttpStatusCode.OK);
        again.Status.ShouldBe(SubmissionStatus.InReview);
        (await host.Uploads.Length(upload, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Somebody_elses_id_does_not_exist()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var thief = await stage.Volunteer();
        var id = await stage.Accepted(volunteer);
        await (await stage.Send(thief, id, id.ToString())).IsProblem(ProblemTypes.NotFound);
        await (await thief.GetAsync(stage.Submission(id))).IsProblem(ProblemTypes.NotFound);
        await (await thief.GetAsync($"{stage.Submission(id)}/thumbnail")).IsProblem(ProblemTypes.NotFound);
        await (await thief.GetAsync($"{stage.Submission(id)}/photo")).IsProblem(ProblemTypes.NotFound);
        await (await thief.DeleteAsync(stage.Submission(id))).IsProblem(ProblemTypes.NotFound);
        (await volunteer.Get<SubmissionResponse>(stage.Submission(id))).Status.ShouldBe(SubmissionStatus.Accepted);
    }

    [Fact]
    public async Task A_photo_of_another_campaign_is_not_found_here()
    {
        var stage = await Stage.Create(host);
        var elsewhere = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = await stage.InReview(volunteer);
        await (await volunteer.GetAsync(elsewhere.Submission(id))).IsProblem(ProblemTypes.NotFound);
        await (await host.Curator.GetAsync($"{elsewhere.Submission(id)}/photo")).IsProblem(ProblemTypes.NotFound);
        await (await volunteer.DeleteAsync(elsewhere.Submission(id))).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task What_is_refused_is_not_stored()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var stranger = await stage.Volunteer(consent: false);
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "a refused plum", "Plum")).IsProblem(ProblemTypes.UnknownLabel);
        await (await stage.Send(stranger, Guid.CreateVersion7(), "a refused plum")).IsProblem(ProblemTypes.ConsentNeeded);
        (await host.Uploads.Length(BlobDigest.Of(Photos.Jpeg("a refused plum")), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_body_must_have_something_in_it()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        await (await stage.Send(volunteer, Guid.CreateVersion7(), Array.Empty<byte>())).IsProblem(ProblemTypes.EmptyBody);
        using var chunked = new HttpRequestMessage(HttpMethod.Put, $"{stage.Submission(Guid.CreateVersion7())}?label=Apple")
        {
            Content = new StreamContent(new MemoryStream()),
            Headers = { TransferEncodingChunked = true },
        };
        await (await volunteer.SendAsync(chunked)).IsProblem(ProblemTypes.EmptyBody);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_photo_over_25_MB_is_refused_announced_or_not(bool announced)
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{stage.Submission(Guid.CreateVersion7())}?label=Apple")
        {
            Content = new StreamContent(new MemoryStream(new byte[MostBytes + 1])),
            Headers = { TransferEncodingChunked = !announced, ExpectContinue = true },
        };
        await (await volunteer.SendAsync(request)).IsProblem(ProblemTypes.BodyTooLarge);
    }

    [Fact]
    public async Task A_photo_of_exactly_25_MB_is_taken()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        await (await stage.Send(volunteer, Guid.CreateVersion7(), new byte[MostBytes])).Has(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_upload_that_is_cut_off_leaves_nothing_and_can_be_repeated()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = Guid.CreateVersion7();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(host.Address.Host, host.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT {stage.Submission(id)}?label=Apple HTTP/1.1\r\nHost: {host.Address.Authority}\r\n"
                + $"Authorization: {volunteer.DefaultRequestHeaders.Authorization}\r\nContent-Length: 1000\r\n\r\nonly the beginning"));
        }

        await (await volunteer.GetAsync(stage.Submission(id))).IsProblem(ProblemTypes.NotFound);
        await (await stage.Send(volunteer, id, "the whole apple")).Has(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("", "label")]
    [InlineData("label=Apple&capturedAt=yesterday", "capturedAt")]
    [InlineData("label=Apple&capturedAt=2999-01-01T00:00:00Z", "capturedAt")]
    [InlineData("capturedAt=1970-01-01T00:00:00Z", "label,capturedAt")]
    public async Task What_is_said_of_a_photo_must_make_sense(string query, string members)
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var response = await volunteer.PutAsync($"{stage.Submission(Guid.CreateVersion7())}?{query}", new ByteArrayContent([1]));
        (await response.IsProblem(ProblemTypes.InvalidRequest)).Errors!.Keys.ShouldBe(members.Split(','), ignoreOrder: true);
    }

    [Fact]
    public async Task A_photo_taken_back_is_gone_with_its_points_and_pictures()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = await stage.Accepted(volunteer);
        await (await volunteer.DeleteAsync(stage.Submission(id))).Has(HttpStatusCode.NoContent);
        await (await volunteer.DeleteAsync(stage.Submission(id))).Has(HttpStatusCode.NoContent);
        (await volunteer.Get<SubmissionResponse>(stage.Submission(id))).Status.ShouldBe(SubmissionStatus.Withdrawn);
        (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Points.ShouldBe(0);
        await (await host.Curator.GetAsync($"{stage.Submission(id)}/photo")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task Pictures_are_for_who_sent_them_and_for_curators()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = await stage.InReview(volunteer);
        foreach (var client in new[] { volunteer, host.Curator, host.Owner })
        {
            var thumbnail = await client.GetAsync($"{stage.Submission(id)}/thumbnail");
            thumbnail.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
            (await thumbnail.Content.ReadAsByteArrayAsync()).ShouldBe(Photos.Jpeg($"thumbnail {id}"));
            (await client.GetByteArrayAsync($"{stage.Submission(id)}/photo")).ShouldBe(Photos.Jpeg($"master {id}"));
        }

        await (await host.Curator.GetAsync($"{stage.Submission(Guid.NewGuid())}/thumbnail")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task A_curator_sees_what_augmentation_makes_of_a_photo()
    {
        var stage = await Stage.Create(host);
        var id = await stage.InReview(await stage.Volunteer());
        (await host.Curator.GetByteArrayAsync($"{stage.Submission(id)}/variants/0")).ShouldBe(Photos.Jpeg("variant"));
        await (await host.Curator.GetAsync($"{stage.Submission(id)}/variants/1")).IsProblem(ProblemTypes.NotFound);
        await (await host.Curator.GetAsync($"{stage.Submission(id)}/variants/64")).IsProblem(ProblemTypes.NotFound);
    }
}
