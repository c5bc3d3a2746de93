using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Updates;
using Crowdsource.Protocol.Volunteers;

namespace Crowdsource.Chaos.Load;

/// <summary>People and phones who go on whatever happens to the server: each repeats a request until it is answered.</summary>
/// <param name="server">What all of them talk to.</param>
/// <param name="campaign">Its id.</param>
/// <param name="owner">The owner's token.</param>
/// <param name="photos">What volunteers photograph; taken in turn by all.</param>
/// <param name="log">Written to.</param>
/// <param name="stop">Everybody goes home.</param>
public sealed class Crew(Uri server, string campaign, string owner, PhotoSource photos, ClientLog log, CancellationToken stop)
{
    private static readonly JsonSerializerOptions s_json = ProtocolJson.Options;
    private const int LooksOfAPhone = 20;

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(150);

    private readonly string _path = $"/api/v1/campaigns/{campaign}";

    /// <summary>Sends one photo after the other, each until it is acknowledged, until there are no more.</summary>
    public async Task Upload(TimeSpan pace)
    {
        using var http = await Volunteer();
        await Repeat(pace, async () =>
        {
            if (await Send(http) is { } photo)
            {
                log.Acknowledged.Add(photo);
            }
        });
    }

    /// <summary>One photo, from the hand to the answer of those who examine it.</summary>
    /// <returns>False when everything stops before.</returns>
    public async Task<bool> Probe()
    {
        using var http = await Volunteer();
        if (await Send(http) is not { } photo)
        {
            return false;
        }

        log.Acknowledged.Add(photo);
        using var timer = new PeriodicTimer(s_retry);
        while (!stop.IsCancellationRequested)
        {
            if (await Read<SubmissionResponse>(http, $"{_path}/submissions/{photo}") is { } seen && seen.Status != SubmissionStatus.Received)
            {
                return true;
            }

            await Tick(timer);
        }

        return false;
    }

    /// <summary>Sends photos and takes every second one back.</summary>
    public async Task Withdraw()
    {
        using var http = await Volunteer();
        await Repeat(TimeSpan.FromSeconds(1), async () =>
        {
            if (await Send(http) is { } photo
                && await Ask(() => http.DeleteAsync($"{_path}/submissions/{photo}", stop)) is HttpStatusCode.NoContent)
            {
                log.Withdrawn.Add(photo);
            }
        });
    }

    /// <summary>Volunteers who send two photos and then ask to be forgotten.</summary>
    public Task Erase() => Repeat(TimeSpan.FromSeconds(2), async () =>
    {
        using var http = await Volunteer();
        Guid?[] sent = [await Send(http), await Send(http)];
        if (await Ask(() => http.DeleteAsync("/api/v1/volunteers/me", stop)) is HttpStatusCode.Accepted or HttpStatusCode.Unauthorized)
        {
            // Unauthorized: an answer that was cut off had erased the token already.
            foreach (var photo in sent.OfType<Guid>())
            {
                log.Erased.Add(photo);
            }
        }
    });

    /// <summary>Imports a folder with the operator's command, again and again until it says that every photo is there.</summary>
    /// <returns>The importing volunteer's token.</returns>
    public async Task<string?> Import(string folder)
    {
        using var http = await Volunteer();
        var token = http.DefaultRequestHeaders.Authorization?.Parameter;
        using var timer = new PeriodicTimer(s_retry);
        while (!stop.IsCancellationRequested)
        {
            if (await OperatorCommand.Run(token, CancellationToken.None, "import", folder, "--campaign", campaign, "--server", server.ToString()) is (0, _))
            {
                return token;
            }

            await Tick(timer);
        }

        return null;
    }

    /// <summary>Accepts four of five, one by one and in bulk.</summary>
    public async Task Review()
    {
        using var http = Client(owner);
        await Repeat(TimeSpan.FromMilliseconds(700), async () =>
        {
            var page = await Read<Page<ReviewItem>>(http, $"{_path}/reviews?limit=20");
            var items = page?.Items.Select(item => Verdict(item.Submission)).ToList() ?? [];
            if (items.Count > 0 && await Post<BulkReviewRequest, BulkReviewResponse>(http, $"{_path}/reviews/bulk", new BulkReviewRequest(items)) is { } answers)
            {
                foreach (var (answer, item) in answers.Items.Zip(items).Where(pair => pair.First.Problem is null))
                {
                    log.Reviewed[item.Submission] = item.Verdict == ReviewVerdict.Accept;
                }
            }
        });
    }

    /// <summary>Opens a night when the one before has ended.</summary>
    public async Task Nights(TimeSpan pace)
    {
        using var http = Client(owner);
        await Repeat(pace, async () =>
        {
            var nights = await Read<Page<NightResponse>>(http, $"{_path}/nights");
            if (nights is null || nights.Items.Any(night => !night.Ended))
            {
                return;
            }

            if (await Post<StartNightRequest, NightResponse>(http, $"{_path}/nights", new StartNightRequest(1)) is { } opened)
            {
                log.Nights.Add(opened.Number);
            }
        });
    }

    /// <summary>Looks for news and downloads them whole; a new phone joins from time to time.</summary>
    public async Task Phone(TimeSpan pace)
    {
        using var http = Client(null);
        var (has, looks) = (0, 0);
        await Repeat(pace, async () =>
        {
            if ((await Read<ChannelDocument>(http, $"/updates/v0/campaigns/{campaign}/channels/stable"))?.Release is not { } release)
            {
                return;
            }

            log.Versions.Enqueue(release.Version);
            if (release.Version < has)
            {
                log.Complaints.Enqueue($"A phone saw version {release.Version} after {has}.");
            }

            if (release.Version == has && looks++ % LooksOfAPhone != 0)
            {
                return;
            }

            has = release.Version;
            foreach (var offered in release.Artifacts.Where(artifact => artifact.Bundle is not null))
            {
                var manifest = await Download(http, release.Version, $"the bundle of {offered.Artifact}", offered.Bundle!.Digest);
                if (manifest.Length == 0)
                {
                    looks = 0;
                    continue;
                }

                using var document = JsonDocument.Parse(manifest);
                foreach (var file in document.RootElement.GetProperty("files").EnumerateArray())
                {
                    await Download(http, release.Version, file.GetProperty("path").GetString()!, file.GetProperty("sha256").GetString()!);
                }
            }
        });
    }

    /// <summary>What is offered under a digest; a complaint and nothing when it does not come whole.</summary>
    private async Task<byte[]> Download(HttpClient http, int version, string name, string sha256)
    {
        using var answer = await http.GetAsync($"/updates/v0/files/{sha256}", stop);
        if ((int)answer.StatusCode >= 500)
        {
            log.Troubles.Enqueue($"{(int)answer.StatusCode}");
            return [];
        }

        var bytes = answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(stop) : [];
        if (answer.IsSuccessStatusCode && Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256)
        {
            return bytes;
        }

        log.Complaints.Enqueue($"Version {version} offers {name}, which came as {(int)answer.StatusCode} with {bytes.Length} bytes.");
        return [];
    }

    private static BulkReviewItem Verdict(Guid photo) => photo.ToByteArray()[0] % 5 == 0
        ? new BulkReviewItem(photo, ReviewVerdict.Reject, RejectionCode.NoObject)
        : new BulkReviewItem(photo, ReviewVerdict.Accept);

    private HttpClient Client(string? token) => new()
    {
        BaseAddress = server,
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    private async Task<HttpClient> Volunteer()
    {
        using var anyone = Client(null);
        RegisteredVolunteer? volunteer = null;
        await Ask(async () =>
        {
            var answer = await anyone.PostAsJsonAsync("/api/v1/volunteers", new RegisterVolunteerRequest(ShowOnLeaderboard: true), s_json, stop);
            volunteer = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<RegisteredVolunteer>(s_json, stop) : null;
            return answer;
        });
        var theirs = Client(volunteer?.Token);
        await Ask(() => theirs.PutAsJsonAsync($"{_path}/consent", new ConsentRequest(1), s_json, stop));
        return theirs;
    }

    /// <returns>The photo's id once it is acknowledged; null when everything stops before.</returns>
    private async Task<Guid?> Send(HttpClient http)
    {
        if (photos.Next() is not { } next)
        {
            return null;
        }

        var (serial, label, photo) = next;
        var id = Guid.CreateVersion7();
        var begun = Stopwatch.GetTimestamp();
        var takenAt = Uri.EscapeDataString(DateTimeOffset.UnixEpoch.AddDays(20_000).AddHours(serial).ToString("O"));
        var status = await Ask(() =>
        {
            var body = new ByteArrayContent(photo);
            body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            return http.PutAsync($"{_path}/submissions/{id}?label={Uri.EscapeDataString(label)}&capturedAt={takenAt}", body, stop);
        });
        if (status is HttpStatusCode.Created or HttpStatusCode.OK)
        {
            log.Waits.Enqueue(Stopwatch.GetElapsedTime(begun));
            return id;
        }

        if (status is { } refused)
        {
            log.Complaints.Enqueue($"A sound photo was answered with {(int)refused}.");
        }

        return null;
    }

    /// <summary>Repeats a request until the server answers it for good.</summary>
    private async Task<HttpStatusCode?> Ask(Func<Task<HttpResponseMessage>> request)
    {
        using var timer = new PeriodicTimer(s_retry);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await request();
                if (answer.StatusCode == HttpStatusCode.InternalServerError)
                {
                    log.Complaints.Enqueue($"500: {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
                }

                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is null)
                {
                    log.Complaints.Enqueue($"503 without Retry-After: {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
                }

                if ((int)answer.StatusCode < 500 && answer.StatusCode != HttpStatusCode.TooManyRequests)
                {
                    return answer.StatusCode;
                }

                log.Troubles.Enqueue($"{(int)answer.StatusCode}");
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                // The server was killed, perhaps in the middle of its answer.
                if (!stop.IsCancellationRequested)
                {
                    log.Troubles.Enqueue("cut off");
                }
            }

            await Tick(timer);
        }

        return null;
    }

    private async Task<T?> Read<T>(HttpClient http, string path)
        where T : class
    {
        try
        {
            using var answer = await http.GetAsync(path, stop);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<T>(s_json, stop) : null;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<TAnswer?> Post<TRequest, TAnswer>(HttpClient http, string path, TRequest request)
        where TAnswer : class
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(path, request, s_json, stop);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<TAnswer>(s_json, stop) : null;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task Repeat(TimeSpan pace, Func<Task> act)
    {
        using var timer = new PeriodicTimer(pace);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await act();
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
            {
                // As above; the next turn begins anew.
            }

            await Tick(timer);
        }
    }

    private async Task Tick(PeriodicTimer timer)
    {
        try
        {
            await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Everybody goes home.
        }
    }
}
