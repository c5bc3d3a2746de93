using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Operations;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks.Peers;

/// <summary>Ours, as processes of their own on a fresh folder: one host, or a cluster. With one campaign.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    public const string Campaign = "bench";

    private readonly string _ownerKey;
    private readonly IReadOnlyList<object> _parts;

    private BenchHost(Uri address, string ownerKey, params IReadOnlyList<object> parts) => (Address, _ownerKey, _parts) = (address, ownerKey, parts);

    public static JsonSerializerOptions Json => ProtocolJson.Options;

    public Uri Address { get; }

    /// <summary>Of the one host, or of what all of the cluster descends from.</summary>
    public int ProcessId => _parts[0] is HostUnderTest host ? host.ProcessId : ((ClusterServer)_parts[0]).ProcessId;

    /// <param name="prepare">Fills the data folder before the start.</param>
    public static async Task<BenchHost> Start(Func<string, Task>? prepare = null)
    {
        var folder = new TemporaryFolder();
        if (prepare is not null)
        {
            await prepare(folder.Path);
        }

        var host = await HostUnderTest.Start(folder.Path, CancellationToken.None, program: HostUnderTest.Built("Crowdsource.AllInOne"));
        return new BenchHost(host.Address, HostUnderTest.OwnerKey(folder.Path), host, folder);
    }

    /// <summary>What <c>make cluster</c> starts: PostgreSQL, Redis, RabbitMQ, S3, and two of each host behind nginx.</summary>
    /// <param name="augmenters">But so many of these.</param>
    public static async Task<BenchHost> StartCluster(int augmenters)
    {
        var settings = new Dictionary<string, string>
        {
            ["CONFIGURATION"] = new DirectoryInfo(AppContext.BaseDirectory).Name,
            ["AUGMENTERS"] = $"{augmenters}",
            ["Crowdsource__Trainer__ParityPhotos"] = "50",
        };
        var cluster = await ClusterServer.Start("cluster", CancellationToken.None, settings);
        return new BenchHost(cluster.Address, (await File.ReadAllTextAsync(Path.Combine(cluster.Folder, "owner-key"))).Trim(), cluster);
    }

    /// <summary>Where one host of the cluster listens, such as <c>delivery-1</c>, and its process.</summary>
    public (Uri Address, int ProcessId) Part(string host)
    {
        var folder = ((ClusterServer)_parts[0]).Folder;
        return (new Uri($"http://127.0.0.1:{Read("port")}"), int.Parse(Read("pid"), System.Globalization.CultureInfo.InvariantCulture));

        string Read(string what) => File.ReadAllText(Path.Combine(folder, "run", $"{host}.{what}")).Trim();
    }

    /// <summary>Parts of the cluster that ended by themselves and were started again.</summary>
    public int Restarts
    {
        get
        {
            var list = Path.Combine(((ClusterServer)_parts[0]).Folder, "log", "restarts");
            return File.Exists(list) ? File.ReadLines(list).Count() : 0;
        }
    }

    public async Task CreateCampaign()
    {
        using var owner = Owner();
        var request = new CreateCampaignRequest(
            Campaign, "Benchmark", [.. TestPhotos.Labels.Select(label => new NewLabelRequest(label))], "You agree.", "CC-BY-4.0");
        (await owner.PostAsJsonAsync("/api/v1/campaigns", request, Json)).EnsureSuccessStatusCode();
    }

    public HttpClient Owner() => Client(_ownerKey);

    public HttpClient Client(string? token) => TokenClient.At(Address, token);

    /// <summary>A volunteer who agreed to the campaign, as a client.</summary>
    public async Task<HttpClient> Volunteer()
    {
        using var anyone = Client(null);
        var answer = await anyone.PostAsJsonAsync("/api/v1/volunteers", new RegisterVolunteerRequest(), Json);
        var volunteer = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RegisteredVolunteer>(Json))!;
        var theirs = Client(volunteer.Token);
        (await theirs.PutAsJsonAsync($"/api/v1/campaigns/{Campaign}/consent", new ConsentRequest(1), Json)).EnsureSuccessStatusCode();
        return theirs;
    }

    /// <summary>Waits until nothing is owed, so that the peer's turn is quiet.</summary>
    public async Task Quiet()
    {
        using var owner = Owner();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await owner.GetFromJsonAsync<WorkResponse>("/api/v1/operations/work", Json))!.Kinds.Any(kind => kind.Open + kind.Held + kind.Waiting > 0))
        {
            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            switch (part)
            {
                case IAsyncDisposable running:
                    await running.DisposeAsync();
                    break;
                case IDisposable held:
                    held.Dispose();
                    break;
            }
        }
    }
}
