using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Client.Http;
using Crowdsource.Client.Submitting;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;

namespace Crowdsource.Cli.Demo.People;

/// <summary>All volunteers: they register, agree to the consent text and send their photos, several at once.</summary>
internal sealed class Volunteers : IDisposable
{
    private const int AtOnce = 6;

    private readonly DemoScene _scene;
    private readonly HttpClient _http;
    private readonly CrowdsourceClient[] _apps;
    private readonly TextWriter _log;
    private readonly ConcurrentDictionary<Guid, byte> _acknowledged = [];

    private Volunteers(DemoScene scene, TimeProvider clock)
    {
        _scene = scene;
        _http = new HttpClient { BaseAddress = scene.Owner.Server };
        _apps = [.. Enumerable.Range(0, scene.Options.Volunteers)
            .Select(i => new CrowdsourceClient(_http, new RetryOptions { Seed = scene.Options.Seed + i }, clock))];
        _log = TextWriter.Synchronized(new StreamWriter(scene.Folder.Acknowledged) { AutoFlush = true });
    }

    /// <summary>Ids for which the server said that the photo is safe.</summary>
    public IReadOnlyCollection<Guid> Acknowledged => [.. _acknowledged.Keys];

    public static async Task<Volunteers> Register(DemoScene scene, ConsentTextResponse consent, TimeProvider clock, CancellationToken cancellation)
    {
        var volunteers = new Volunteers(scene, clock);
        foreach (var (i, app) in volunteers._apps.Index())
        {
            // Every fourth stays off the leaderboard, every third out of the newsletter.
            await app.Register(new RegisterVolunteerRequest(null, i % 4 != 3), cancellation);
            await app.Consent(DemoScene.Campaign, new ConsentRequest(consent.Version, i % 3 != 2), cancellation);
        }

        scene.Say($"{volunteers._apps.Length} volunteers registered and agreed to the consent text.");
        return volunteers;
    }

    public Task Send(IReadOnlyList<PlannedUpload> uploads, string title, CancellationToken cancellation) =>
        _scene.WithProgress($"{title}: {uploads.Count} photos and files", uploads.Count, task =>
            Parallel.ForEachAsync(uploads, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (upload, stop) =>
            {
                await Send(upload, stop);
                task.Increment(1);
            }));

    /// <summary>Asks the server for one photo, as its volunteer; null when it is not there.</summary>
    public async Task<SubmissionResponse?> Look(PlannedUpload upload, CancellationToken cancellation)
    {
        try
        {
            return await _apps[upload.Volunteer].GetSubmission(DemoScene.Campaign, upload.Id, cancellation);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _log.Dispose();
        _http.Dispose();
    }

    private async Task Send(PlannedUpload upload, CancellationToken cancellation)
    {
        var body = await UploadBody.Read(upload, _scene.Options.Seed, cancellation);
        if (upload.Delivery == Delivery.CutOff)
        {
            await BreakOff(upload, body, cancellation);
        }

        await Put(upload, body, repeated: false, cancellation);
        if (upload.Delivery == Delivery.Twice)
        {
            await Put(upload, body, repeated: true, cancellation);
        }
    }

    private async Task Put(PlannedUpload upload, byte[] body, bool repeated, CancellationToken cancellation)
    {
        var photo = new QueuedPhoto(upload.Id, DemoScene.Campaign, upload.Label, upload.CapturedAt);
        switch (await _apps[upload.Volunteer].Submit(photo, () => new MemoryStream(body, writable: false), cancellation))
        {
            case SubmitResult.Accepted accepted:
                _scene.Check(accepted.Submission.Id == upload.Id, $"{upload.Id} was acknowledged under the id {accepted.Submission.Id}");
                _scene.Check(accepted.Repeated || !repeated, $"{upload.Id} was sent twice and taken for a new photo twice");
                if (_acknowledged.TryAdd(upload.Id, 0))
                {
                    await _log.WriteLineAsync($"{upload.Id} {upload.Kind} {upload.Label}");
                }

                break;
            case SubmitResult.Refused refused:
                _scene.Complain($"{upload.Kind} {upload.Id} was not taken: {refused.Problem.Title} {refused.Problem.Detail}");
                break;
        }
    }

    /// <summary>Sends half of the photo and drops the connection, as in a tunnel.</summary>
    private async Task BreakOff(PlannedUpload upload, byte[] body, CancellationToken cancellation)
    {
        var server = _scene.Owner.Server;
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Parse(server.Host), server.Port, cancellation);
        var stream = connection.GetStream();
        var path = $"{DemoScene.PathOf()}/submissions/{upload.Id}?label={Uri.EscapeDataString(upload.Label)}"
            + $"&capturedAt={Uri.EscapeDataString(upload.CapturedAt.ToString("O", CultureInfo.InvariantCulture))}";
        var head = $"PUT {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {_apps[upload.Volunteer].Token}\r\n"
            + $"Content-Type: application/octet-stream\r\nContent-Length: {body.Length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellation);
        await stream.WriteAsync(body.AsMemory(0, body.Length / 2), cancellation);
        await stream.FlushAsync(cancellation);
    }
}
