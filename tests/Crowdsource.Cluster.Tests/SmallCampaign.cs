using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Cluster.Tests;

/// <summary>A campaign with its owner, one volunteer and a phone. All of them ask again as long as a host is away, as real ones do.</summary>
internal sealed class SmallCampaign : IDisposable
{
    public static readonly JsonSerializerOptions Json = ProtocolJson.Options;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly string _id;
    private int _photos;

    private SmallCampaign(string id, Func<string?, HttpClient> client, string ownerKey) =>
        (_id, Owner, Volunteer, Phone) = (id, client(ownerKey), client(null), client(null));

    public HttpClient Owner { get; }

    public HttpClient Volunteer { get; }

    public HttpClient Phone { get; }

    public string Path => $"/api/v1/campaigns/{_id}";

    public string Channel => $"/updates/v0/campaigns/{_id}/channels/stable";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<SmallCampaign> Open(string id, Func<string?, HttpClient> client, string ownerKey)
    {
        var campaign = new SmallCampaign(id, client, ownerKey);
        var request = new CreateCampaignRequest(id, id, [.. TestPhotos.Labels.Select(label => new NewLabelRequest(label))], "You agree.", "CC-BY-4.0");
        await Until(async () => await campaign.Owner.PostAsJsonAsync("/api/v1/campaigns", request, Json, Cancelled));
        var registered = await Until(async () => await campaign.Volunteer.PostAsJsonAsync(
            "/api/v1/volunteers", new RegisterVolunteerRequest($"Anna of {id}", ShowOnLeaderboard: true), Json, Cancelled));
        campaign.Volunteer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await registered.Content.ReadFromJsonAsync<RegisteredVolunteer>(Json, Cancelled))!.Token);
        await Until(async () => await campaign.Volunteer.PutAsJsonAsync($"{campaign.Path}/consent", new ConsentRequest(1), Json, Cancelled));
        return campaign;
    }

    /// <summary>Sends a photo until it is acknowledged; no two belong to one session.</summary>
    public Task<Guid> Send()
    {
        var label = TestPhotos.Labels[_photos % 2];
        return Send(label, TestPhotos.Make(label, (_id.Length * 1000) + _photos));
    }

    /// <inheritdoc cref="Send()"/>
    public async Task<Guid> Send(string label, byte[] photo)
    {
        var (id, number) = (Guid.CreateVersion7(), _photos++);
        var takenAt = Uri.EscapeDataString(DateTimeOffset.UnixEpoch.AddDays(20_000).AddHours(number).ToString("O"));
        await Until(async () =>
        {
            var body = new ByteArrayContent(photo);
            body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            return await Volunteer.PutAsync(new Uri($"{Path}/submissions/{id}?label={label}&capturedAt={takenAt}", UriKind.Relative), body, Cancelled);
        });
        return id;
    }

    /// <summary>What an augmenter found, when a grain has heard of it.</summary>
    public Task<SubmissionResponse> Examined(Guid photo) =>
        Read<SubmissionResponse>(Volunteer, $"{Path}/submissions/{photo}", submission => submission.Status != SubmissionStatus.Received);

    /// <summary>A curator's yes, when it was examined; and perhaps another one.</summary>
    public async Task Accept(Guid photo, bool again = false)
    {
        (await Examined(photo)).Status.ShouldBe(again ? SubmissionStatus.Accepted : SubmissionStatus.InReview);
        await Until(async () => await Owner.PutAsJsonAsync($"{Path}/reviews/{photo}", new ReviewRequest(ReviewVerdict.Accept), Json, Cancelled));
    }

    /// <summary>Asks until the answer is as it should be.</summary>
    public static async Task<T> Read<T>(HttpClient http, string path, Predicate<T> isDone)
        where T : class
    {
        T? last = null;
        await Until(async () =>
        {
            var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
            last = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<T>(Json, Cancelled) : null;
            return last is null || isDone(last) ? answer : null;
        });
        return last!;
    }

    public void Dispose()
    {
        Owner.Dispose();
        Volunteer.Dispose();
        Phone.Dispose();
    }

    /// <summary>Repeats a request until it succeeds. What is refused fails the test; a host that is away does not.</summary>
    private static async Task<HttpResponseMessage> Until(Func<Task<HttpResponseMessage?>> request)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(s_patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            try
            {
                if (await request() is { } answer)
                {
                    ((int)answer.StatusCode is >= 500 or < 400).ShouldBeTrue(
                        $"{answer.RequestMessage?.RequestUri}: {await answer.Content.ReadAsStringAsync(Cancelled)}");
                    if (answer.IsSuccessStatusCode)
                    {
                        return answer;
                    }
                }
            }
            catch (HttpRequestException)
            {
                // In the middle of an answer.
            }

            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
