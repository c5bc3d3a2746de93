using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Updates;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests;

/// <summary>SIGKILL to everything, ten times: while photos stream in and are processed, while curators review, while a night runs.</summary>
public sealed class KillTests
{
    private const string Campaign = "killed";
    private const int Volunteers = 4;

    private static readonly JsonSerializerOptions s_json = ProtocolJson.Options;

    private readonly Random _random = new(20261122);

    [Fact]
    public async Task What_was_acknowledged_survives_ten_kills_and_happens_once()
    {
        using var folder = new TemporaryFolder();
        var cancellation = TestContext.Current.CancellationToken;
        var acknowledged = new ConcurrentDictionary<Guid, string>();
        var host = await HostUnderTest.Start(folder.Path, cancellation);
        try
        {
            var owner = HostUnderTest.OwnerKey(folder.Path);
            await CreateCampaign(host, owner);
            var volunteers = new List<RegisteredVolunteer>();
            for (var index = 0; index < Volunteers; index++)
            {
                volunteers.Add(await Register(host));
            }

            // Five kills while photos stream in and are processed.
            for (var round = 0; round < 5; round++)
            {
                await UploadUntil(host, volunteers, acknowledged, round, killAfter: 6 + _random.Next(14));
                host = await Restart(host, folder, cancellation);
            }

            await Until(host, owner, async _ => (await Everything(host, volunteers)).All(photo => photo.Status != SubmissionStatus.Received));
            var photos = await Everything(host, volunteers);
            // A photo may be stored although its acknowledgement was cut off; never the other way round, and never twice.
            acknowledged.Keys.Except(photos.Select(photo => photo.Id)).ShouldBeEmpty();
            photos.Select(photo => photo.Id).ShouldBeUnique();
            photos.ShouldAllBe(photo => photo.Status == SubmissionStatus.InReview || photo.Status == SubmissionStatus.Duplicate);

            // Two kills while a curator accepts.
            var toAccept = photos.Where(photo => photo.Status == SubmissionStatus.InReview).Select(photo => photo.Id).ToList();
            for (var round = 0; round < 2; round++)
            {
                await AcceptUntil(host, owner, toAccept, killAfter: _random.Next(toAccept.Count / 2));
                host = await Restart(host, folder, cancellation);
            }

            await Accept(host, owner, toAccept);
            var accepted = await Everything(host, volunteers);
            accepted.Count(photo => photo.Status == SubmissionStatus.Accepted).ShouldBe(toAccept.Count);
            foreach (var volunteer in volunteers)
            {
                using var http = Client(host, volunteer.Token);
                var known = await http.GetFromJsonAsync<VolunteerResponse>("/api/v1/volunteers/me", s_json, cancellation);
                known!.Points.ShouldBe((await Submissions(http)).Sum(photo => photo.Points));
                known.Points.ShouldBeGreaterThan(0);
            }

            // Three kills while a night runs, in whatever phase it is found.
            using (var http = Client(host, owner))
            {
                (await http.PostAsJsonAsync($"/api/v1/campaigns/{Campaign}/nights", new StartNightRequest(1), s_json, cancellation)).EnsureSuccessStatusCode();
            }

            for (var round = 0; round < 3; round++)
            {
                await Until(host, owner, async http => (await Night(http)).Phase != NightPhase.Scheduled);
                await PhoneSeesWholeReleasesOnly(host);
                host = await Restart(host, folder, cancellation);
            }

            await Until(host, owner, async http => (await Night(http)).Ended);
            using (var http = Client(host, owner))
            {
                var night = await Night(http);
                night.Phase.ShouldBe(NightPhase.Promoted, host.Said);
                night.Version.ShouldBe(1);
                var nights = await http.GetFromJsonAsync<Page<NightResponse>>($"/api/v1/campaigns/{Campaign}/nights", s_json, cancellation);
                nights!.Items.ShouldHaveSingleItem();
            }

            await Until(host, owner, async http => (await Channel(http))?.Release?.Version == 1);
            await PhoneSeesWholeReleasesOnly(host);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_refuses_to_start_and_says_why()
    {
        using var folder = new TemporaryFolder();
        var cancellation = TestContext.Current.CancellationToken;
        await using var first = await HostUnderTest.Start(folder.Path, cancellation);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(async () => await HostUnderTest.Start(folder.Path, cancellation));

        refusal.Message.ShouldContain("crowdsource cannot start");
        refusal.Message.ShouldContain("is in use by");
    }

    private static async Task<HostUnderTest> Restart(HostUnderTest host, TemporaryFolder folder, CancellationToken cancellation)
    {
        await host.DisposeAsync();
        return await HostUnderTest.Start(folder.Path, cancellation);
    }

    private static HttpClient Client(HostUnderTest host, string? token) => new()
    {
        BaseAddress = host.Address,
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    private static async Task CreateCampaign(HostUnderTest host, string owner)
    {
        using var http = Client(host, owner);
        var request = new CreateCampaignRequest(
            Campaign, "Killed", [.. TestPhotos.Labels.Select(label => new NewLabelRequest(label))], "You agree.", "CC-BY-4.0");
        (await http.PostAsJsonAsync("/api/v1/campaigns", request, s_json)).EnsureSuccessStatusCode();
    }

    private static async Task<RegisteredVolunteer> Register(HostUnderTest host)
    {
        using var http = Client(host, null);
        var answer = await http.PostAsJsonAsync("/api/v1/volunteers", new RegisterVolunteerRequest(ShowOnLeaderboard: true), s_json);
        var volunteer = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RegisteredVolunteer>(s_json))!;
        using var theirs = Client(host, volunteer.Token);
        (await theirs.PutAsJsonAsync($"/api/v1/campaigns/{Campaign}/consent", new ConsentRequest(1), s_json)).EnsureSuccessStatusCode();
        return volunteer;
    }

    /// <summary>Uploads from all volunteers at once; kills the host when so many were acknowledged, in the middle of the others.</summary>
    private static async Task UploadUntil(
        HostUnderTest host, List<RegisteredVolunteer> volunteers, ConcurrentDictionary<Guid, string> acknowledged, int round, int killAfter)
    {
        var count = 0;
        await Task.WhenAll(volunteers.Select((volunteer, index) => Task.Run(async () =>
        {
            using var http = Client(host, volunteer.Token);
            for (var photo = 0; photo < 50; photo++)
            {
                var label = TestPhotos.Labels[photo % 2];
                var id = Guid.NewGuid();
                try
                {
                    using var body = new ByteArrayContent(TestPhotos.Make(label, 1 + photo + 50 * (index + Volunteers * round)));
                    body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
                    var takenAt = DateTimeOffset.UnixEpoch.AddDays(20_000 + round).AddHours(photo);
                    using var answer = await http.PutAsync(
                        $"/api/v1/campaigns/{Campaign}/submissions/{id}?label={label}&capturedAt={Uri.EscapeDataString(takenAt.ToString("O"))}", body);
                    answer.StatusCode.ShouldBe(HttpStatusCode.Created);
                    acknowledged[id] = label;
                    if (Interlocked.Increment(ref count) == killAfter)
                    {
                        await host.Kill();
                    }
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }
        })));
        count.ShouldBeGreaterThanOrEqualTo(killAfter);
    }

    private static async Task AcceptUntil(HostUnderTest host, string owner, List<Guid> photos, int killAfter)
    {
        var count = 0;
        try
        {
            await Parallel.ForEachAsync(photos, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (photo, token) =>
            {
                using var http = Client(host, owner);
                await http.PutAsJsonAsync($"/api/v1/campaigns/{Campaign}/reviews/{photo}", new ReviewRequest(ReviewVerdict.Accept), s_json, token);
                if (Interlocked.Increment(ref count) == killAfter + 1)
                {
                    await host.Kill();
                }
            });
        }
        catch (HttpRequestException)
        {
            // The host is gone, as it should be.
        }
    }

    private static async Task Accept(HostUnderTest host, string owner, List<Guid> photos)
    {
        using var http = Client(host, owner);
        var request = new BulkReviewRequest([.. photos.Select(photo => new BulkReviewItem(photo, ReviewVerdict.Accept))]);
        var answer = await http.PostAsJsonAsync($"/api/v1/campaigns/{Campaign}/reviews/bulk", request, s_json);
        (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<BulkReviewResponse>(s_json))!.Items.ShouldAllBe(item => item.Problem == null);
    }

    private static async Task<List<SubmissionResponse>> Everything(HostUnderTest host, List<RegisteredVolunteer> volunteers)
    {
        var photos = new List<SubmissionResponse>();
        foreach (var volunteer in volunteers)
        {
            using var http = Client(host, volunteer.Token);
            photos.AddRange(await Submissions(http));
        }

        return photos;
    }

    private static async Task<List<SubmissionResponse>> Submissions(HttpClient http)
    {
        var photos = new List<SubmissionResponse>();
        string? next = null;
        do
        {
            var after = next is null ? "" : $"&after={Uri.EscapeDataString(next)}";
            var page = (await http.GetFromJsonAsync<Page<SubmissionResponse>>($"/api/v1/volunteers/me/submissions?limit=200{after}", s_json))!;
            photos.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return photos;
    }

    private static async Task<NightResponse> Night(HttpClient http) =>
        (await http.GetFromJsonAsync<NightResponse>($"/api/v1/campaigns/{Campaign}/nights/1", s_json))!;

    private static async Task<ChannelDocument?> Channel(HttpClient http)
    {
        using var answer = await http.GetAsync($"/updates/v0/campaigns/{Campaign}/channels/stable");
        return answer.StatusCode == HttpStatusCode.NotFound ? null
            : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<ChannelDocument>(s_json);
    }

    private static async Task PhoneSeesWholeReleasesOnly(HostUnderTest host)
    {
        using var http = Client(host, null);
        foreach (var file in (await Channel(http))?.Release?.Bundle.Files ?? [])
        {
            var bytes = await http.GetByteArrayAsync($"/updates/v0/files/{file.Sha256}");
            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(file.Sha256);
        }
    }

    private static async Task Until(HostUnderTest host, string token, Func<HttpClient, Task<bool>> condition)
    {
        using var http = Client(host, token);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(4));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition(http))
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
