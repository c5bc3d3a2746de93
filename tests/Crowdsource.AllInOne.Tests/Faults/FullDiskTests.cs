using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Crowdsource.Chaos.Cluster;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests.Faults;

/// <summary>A disk that fills up while photos come in: they are refused, what was acknowledged stays, and it goes on when there is room.</summary>
public sealed class FullDiskTests
{
    private const string Campaign = "/api/v1/campaigns/fruit";
    private const int Reserve = 32 * 1024 * 1024;

    private static readonly JsonSerializerOptions s_json = ProtocolJson.Options;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Reserve / 2)]
    [InlineData(0)]
    public async Task Photos_are_refused_while_the_disk_is_full_and_taken_again_when_there_is_room(long left)
    {
        using var disk = SmallDisk.Mount(megabytes: 160);
        var settings = new Dictionary<string, string> { ["Crowdsource__DiskReserveBytes"] = $"{Reserve}", ["Crowdsource__WeightsFile"] = "none" };
        await using var host = await HostUnderTest.Start(disk.DataFolder, Cancelled, settings);
        using var staff = Client(host, HostUnderTest.OwnerKey(disk.DataFolder));
        using var volunteer = await Volunteer(host, staff);
        var (before, between, during) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        byte[] pieces = TestPhotos.Make("cells", 2), whole = TestPhotos.Make("cells", 3);
        (await Put(volunteer, before, TestPhotos.Make("cells", 1))).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Settled(volunteer, before);
        (await Begin(volunteer, between, pieces.Length, pieces[..(pieces.Length / 2)])).StatusCode.ShouldBe(HttpStatusCode.Created);

        disk.Fill(left);

        await ShouldBeFull(await Put(volunteer, during, whole));
        await ShouldBeFull(await Begin(volunteer, during, whole.Length, whole));
        await ShouldBeFull(await Append(volunteer, between, await Offset(volunteer, between), pieces));
        (await Offset(volunteer, between)).ShouldBeGreaterThanOrEqualTo(pieces.Length / 2);
        (await volunteer.GetAsync($"{Campaign}/submissions/{before}/photo", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await volunteer.GetAsync($"{Campaign}/submissions/{during}", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await volunteer.GetAsync("/health/ready", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK);
        if (left > 0)
        {
            // What the reserve is for: people go on deciding.
            (await staff.PutAsJsonAsync($"{Campaign}/reviews/{before}", new ReviewRequest(ReviewVerdict.Accept), s_json, Cancelled))
                .StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        disk.MakeRoom();

        (await Put(volunteer, during, whole)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Append(volunteer, between, await Offset(volunteer, between), pieces)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Settled(volunteer, during)).Status.ShouldBe(SubmissionStatus.InReview);
        (await Settled(volunteer, between)).Status.ShouldBe(SubmissionStatus.InReview);
        (await Settled(volunteer, before)).Status.ShouldBe(left > 0 ? SubmissionStatus.Accepted : SubmissionStatus.InReview);
        host.Said.ShouldNotContain(" broke");
    }

    private static async Task ShouldBeFull(HttpResponseMessage answer)
    {
        ((int)answer.StatusCode).ShouldBe(507);
        (await answer.Content.ReadFromJsonAsync<ProblemDocument>(s_json, Cancelled))!.Type.ShouldBe(ProblemTypes.InsufficientStorage.Uri);
    }

    private static Task<HttpResponseMessage> Put(HttpClient volunteer, Guid id, byte[] photo) =>
        volunteer.PutAsync($"{Campaign}/submissions/{id}?label=Apple", new ByteArrayContent(photo), Cancelled);

    private static Task<HttpResponseMessage> Begin(HttpClient volunteer, Guid id, int length, byte[] first)
    {
        var request = Tus(HttpMethod.Post, $"{Campaign}/uploads", first);
        request.Headers.Add("Upload-Length", $"{length}");
        request.Headers.Add("Upload-Metadata", $"submission {Base64(id.ToString())},label {Base64("Apple")}");
        return volunteer.SendAsync(request, Cancelled);
    }

    private static Task<HttpResponseMessage> Append(HttpClient volunteer, Guid id, int offset, byte[] photo)
    {
        var request = Tus(HttpMethod.Patch, $"{Campaign}/uploads/{id}", photo[offset..]);
        request.Headers.Add("Upload-Offset", $"{offset}");
        return volunteer.SendAsync(request, Cancelled);
    }

    private static async Task<int> Offset(HttpClient volunteer, Guid id)
    {
        var answer = await volunteer.SendAsync(Tus(HttpMethod.Head, $"{Campaign}/uploads/{id}", null), Cancelled);
        return int.Parse(answer.EnsureSuccessStatusCode().Headers.GetValues("Upload-Offset").Single());
    }

    private static HttpRequestMessage Tus(HttpMethod method, string path, byte[]? piece) => new(method, path)
    {
        Headers = { { "Tus-Resumable", "1.0.0" } },
        Content = piece is null ? null
            : new ByteArrayContent(piece) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } },
    };

    private static async Task<SubmissionResponse> Settled(HttpClient volunteer, Guid id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(Cancelled))
        {
            var photo = (await volunteer.GetFromJsonAsync<SubmissionResponse>($"{Campaign}/submissions/{id}", s_json, Cancelled))!;
            if (photo.Status != SubmissionStatus.Received)
            {
                return photo;
            }
        }

        throw new OperationCanceledException();
    }

    private static async Task<HttpClient> Volunteer(HostUnderTest host, HttpClient staff)
    {
        var campaign = new CreateCampaignRequest("fruit", "Fruit", [new NewLabelRequest("Apple"), new NewLabelRequest("Pear")], "Yes.", "CC-BY-4.0");
        (await staff.PostAsJsonAsync("/api/v1/campaigns", campaign, s_json, Cancelled)).EnsureSuccessStatusCode();
        var answer = await staff.PostAsJsonAsync("/api/v1/volunteers", new RegisterVolunteerRequest(), s_json, Cancelled);
        var registered = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RegisteredVolunteer>(s_json, Cancelled))!;
        var volunteer = Client(host, registered.Token);
        (await volunteer.PutAsJsonAsync($"{Campaign}/consent", new ConsentRequest(1), s_json, Cancelled)).EnsureSuccessStatusCode();
        return volunteer;
    }

    private static HttpClient Client(HostUnderTest host, string token) => new()
    {
        BaseAddress = host.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
