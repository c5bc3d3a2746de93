using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Operations;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks.Peers;

/// <summary>Our host as a process of its own on a fresh folder, with one campaign.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    public const string Campaign = "bench";

    private readonly TemporaryFolder _folder;
    private readonly HostUnderTest _host;

    private BenchHost(TemporaryFolder folder, HostUnderTest host) => (_folder, _host) = (folder, host);

    /// <summary>The host's dll in the build's output.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Crowdsource.AllInOne", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        "Crowdsource.AllInOne.dll"));

    public static JsonSerializerOptions Json => ProtocolJson.Options;

    public Uri Address => _host.Address;

    public int ProcessId => _host.ProcessId;

    /// <param name="prepare">Fills the data folder before the start.</param>
    public static async Task<BenchHost> Start(Func<string, Task>? prepare = null)
    {
        var folder = new TemporaryFolder();
        if (prepare is not null)
        {
            await prepare(folder.Path);
        }

        var host = await HostUnderTest.Start(folder.Path, CancellationToken.None, program: Program);
        return new BenchHost(folder, host);
    }

    public async Task CreateCampaign()
    {
        using var owner = Owner();
        var request = new CreateCampaignRequest(
            Campaign, "Benchmark", [.. TestPhotos.Labels.Select(label => new NewLabelRequest(label))], "You agree.", "CC-BY-4.0");
        (await owner.PostAsJsonAsync("/api/v1/campaigns", request, Json)).EnsureSuccessStatusCode();
    }

    public HttpClient Owner() => Client(HostUnderTest.OwnerKey(_folder.Path));

    public HttpClient Client(string? token) => new()
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

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
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
