using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Crowdsource.Chaos.Cluster;
using Crowdsource.Chaos.Load;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Updates;

namespace Crowdsource.Chaos.Faults;

/// <summary>Everything that the cluster is put through, one after the other.</summary>
internal sealed class FaultList(RunningCluster cluster, ChaosPlan plan, string campaign, ClientLog log)
{
    private const int Chunk = 64 * 1024;

    private static readonly string[] s_silos = ["api-1", "api-2"], s_trainers = ["trainer-1", "trainer-2"];
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(100);

    public IReadOnlyList<Fault> All =>
    [
        new("a silo is killed (api-1)", _ => cluster.Kill("api-1")),
        new("an augmenter is killed", _ => cluster.Kill("augmenter-1")),
        new("both trainers are killed in a night", KillTrainers),
        new("a delivery host is killed in a download", KillDelivery),
        new("RabbitMQ is killed", _ => cluster.KillServer("rabbitmq")),
        new("PostgreSQL is shut down at once", _ => cluster.KillServer("postgresql")),
        new("Redis is killed", _ => cluster.KillServer("redis")),
        new("Redis loses all its data", Forget),
        new($"S3 is away for {plan.StoreAway.TotalSeconds} s", TakeAwayS3),
        new($"api-2 and trainer-2 are cut off for {plan.CutOff.TotalSeconds} s", CutOff),
        new($"PostgreSQL's disk is full for {plan.DiskFull.TotalSeconds} s", FillDisk),
        new($"the clocks of api-2 and augmenter-2 are an hour ahead for {plan.ClockOff.TotalSeconds} s", TurnClocks),
        new("each silo and delivery host is restarted in turn", RestartInTurn, IsSeen: false),
    ];

    private async Task KillTrainers(CancellationToken cancellationToken)
    {
        using var owner = cluster.Client(cluster.OwnerKey);
        await Until(
            async () => (await Read<Page<NightResponse>>(owner, $"/api/v1/campaigns/{campaign}/nights", cancellationToken))?.Items
                .Any(night => night is { Ended: false, StartedAt: not null }) == true,
            cancellationToken);
        foreach (var trainer in s_trainers)
        {
            await cluster.Kill(trainer);
        }
    }

    /// <summary>The phone asks the host itself, for nginx would have read the file to its end.</summary>
    private async Task KillDelivery(CancellationToken cancellationToken)
    {
        using var phone = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{cluster.PortOf("delivery-1")}") };
        BundleDocument? bundle = null;
        await Until(
            async () => (bundle = (await Read<ChannelDocument>(phone, $"/updates/v0/campaigns/{campaign}/channels/stable", cancellationToken))?.Release?
                .Artifacts.Select(artifact => artifact.Bundle).FirstOrDefault(offered => offered is not null)) is not null,
            cancellationToken);
        using var manifest = JsonDocument.Parse(await phone.GetByteArrayAsync(File(bundle!.Digest), cancellationToken));
        var digest = manifest.RootElement.GetProperty("files").EnumerateArray()
            .First(file => file.GetProperty("path").GetString()!.EndsWith(".onnx", StringComparison.Ordinal)).GetProperty("sha256").GetString()!;
        using var bytes = new MemoryStream();
        long? length;
        using (var answer = await phone.GetAsync(File(digest), HttpCompletionOption.ResponseHeadersRead, cancellationToken))
        {
            length = answer.Content.Headers.ContentLength;
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var piece = new byte[Chunk];
            var read = await body.ReadAsync(piece, cancellationToken);
            await cluster.Kill("delivery-1");
            try
            {
                for (; read > 0; read = await body.ReadAsync(piece, cancellationToken))
                {
                    bytes.Write(piece, 0, read);
                }
            }
            catch (Exception gone) when (gone is IOException or HttpRequestException)
            {
                // Cut off; what has come is kept.
            }
        }

        using var elsewhere = cluster.Client(null);
        using var rest = new HttpRequestMessage(HttpMethod.Get, File(digest)) { Headers = { Range = new RangeHeaderValue(bytes.Length, null) } };
        using var resumed = bytes.Length < length ? await elsewhere.SendAsync(rest, cancellationToken) : null;
        await (resumed?.Content.CopyToAsync(bytes, cancellationToken) ?? Task.CompletedTask);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())) != digest)
        {
            log.Complaints.Enqueue($"A download that was cut off was resumed with {resumed?.StatusCode} and is not what was offered.");
        }
    }

    private static Uri File(string digest) => new($"/updates/v0/files/{digest}", UriKind.Relative);

    private async Task Forget(CancellationToken cancellationToken)
    {
        var before = s_silos.Select(cluster.ProcessOf).ToList();
        await cluster.Redis("FLUSHALL");
        await cluster.UntilReplaced(s_silos, before, cancellationToken);
    }

    private async Task TakeAwayS3(CancellationToken cancellationToken)
    {
        using var away = await cluster.TakeAwayS3();
        await Wait(plan.StoreAway, cancellationToken);
    }

    private async Task CutOff(CancellationToken cancellationToken)
    {
        await using var cut = await cluster.CutOff("api-2", "trainer-2");
        await Wait(plan.CutOff, cancellationToken);
    }

    private async Task FillDisk(CancellationToken cancellationToken)
    {
        var disk = cluster.Disk ?? throw new InvalidOperationException("The catalogue has no disk of its own that could be filled.");
        disk.Fill(leave: 0);
        await Wait(plan.DiskFull, cancellationToken);
        disk.MakeRoom();
    }

    private async Task TurnClocks(CancellationToken cancellationToken)
    {
        var sign = await cluster.LetClocksJump(["api-2", "augmenter-2"], cancellationToken);
        await System.IO.File.WriteAllTextAsync(sign, "", cancellationToken);
        await Wait(plan.ClockOff, cancellationToken);
        System.IO.File.Delete(sign);
    }

    private async Task RestartInTurn(CancellationToken cancellationToken)
    {
        foreach (var host in new[] { "api-1", "api-2", "delivery-1", "delivery-2" })
        {
            await cluster.TakeOut(host);
            await Wait(TimeSpan.FromSeconds(1), cancellationToken);
            await cluster.Restart(host, cancellationToken);
            await cluster.PutBack(host);
            await Wait(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private static async Task<T?> Read<T>(HttpClient http, string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var answer = await http.GetAsync(path, cancellationToken);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<T>(ProtocolJson.Options, cancellationToken) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task Until(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_glance);
        while (!await isSo())
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task Wait(TimeSpan time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(cancellationToken);
    }
}
