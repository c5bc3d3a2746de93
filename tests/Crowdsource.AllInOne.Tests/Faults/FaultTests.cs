using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Chaos.Checks;
using Crowdsource.Chaos.Load;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Operations;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests.Faults;

/// <summary>SIGKILL to everything, a hundred times at random moments, while everybody goes on with what they do.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Kills = 100;
    private const int Seed = 20261122;
    private const int Imported = 40;
    private const string Campaign = "faults";

    private static readonly JsonSerializerOptions s_json = ProtocolJson.Options;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Nothing_is_lost_doubled_or_half_done_by_a_hundred_kills()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var address = HostUnderTest.FreeAddress();
        var random = new Random(Seed);
        var log = new ClientLog();
        var photos = PhotoSource.Synthetic();
        var host = HostUnderTest.Launch(data, address);
        try
        {
            await host.Ready(cancellation);
            var owner = HostUnderTest.OwnerKey(data);
            await CreateCampaign(address, owner);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var crew = new Crew(address, Campaign, owner, photos, log, stop.Token);
            Task[] people = [crew.Upload(s_pace), crew.Upload(s_pace), crew.Withdraw(), crew.Erase(), crew.Review(), crew.Nights(TimeSpan.FromSeconds(1))];
            using var phoneOff = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var phone = new Crew(address, Campaign, owner, photos, log, phoneOff.Token).Phone(TimeSpan.FromMilliseconds(500));
            var import = crew.Import(Imports(folder.File("photos")));

            for (var kill = 0; kill < Kills; kill++)
            {
                // Some die while they start, most of them at work, however long both take on this machine.
                if (random.NextDouble() < 0.6)
                {
                    var before = log.Acknowledged.Count;
                    await Until(() => log.Acknowledged.Count > before, host, cancellation);
                }

                await Wait(TimeSpan.FromSeconds(0.1 + (1.9 * random.NextDouble())), cancellation);
                await host.DisposeAsync();
                host = HostUnderTest.Launch(data, address);
            }

            await host.Ready(cancellation);
            var importer = await import;
            await Until(() => !log.Reviewed.IsEmpty && !log.Erased.IsEmpty, host, cancellation);
            await stop.CancelAsync();
            await Task.WhenAll(people);
            await EverythingIsDone(host, owner, cancellation);
            await phoneOff.CancelAsync();
            await phone;
            using (var http = Owner(address, importer!))
            {
                var sent = await http.GetFromJsonAsync<Page<SubmissionResponse>>("/api/v1/volunteers/me/submissions?limit=200", s_json, cancellation);
                sent!.Items.Count.ShouldBe(Imported, "what an import said it had sent is there, once");
            }

            await host.Stop();
        }
        finally
        {
            await host.DisposeAsync();
        }

        output.WriteLine($"acknowledged {log.Acknowledged.Count}, withdrawn {log.Withdrawn.Count}, erased {log.Erased.Count}, reviewed {log.Reviewed.Count}, nights {log.Nights.Count}, update checks {log.Versions.Count}");
        log.Complaints.ShouldBeEmpty();
        log.Acknowledged.Count.ShouldBeGreaterThan(Kills / 2);
        using var checker = IndependentChecker.OfFolder(data, log);
        checker.Check().ShouldBeEmpty();
    }

    private static string Imports(string folder)
    {
        for (var photo = 0; photo < Imported; photo++)
        {
            var label = TestPhotos.Labels[photo % 2];
            Directory.CreateDirectory(Path.Combine(folder, label));
            File.WriteAllBytes(Path.Combine(folder, label, $"{photo}.jpg"), TestPhotos.Make(label, 1_000_000 + photo));
        }

        return folder;
    }

    private static async Task CreateCampaign(Uri address, string owner)
    {
        using var http = Owner(address, owner);
        var request = new CreateCampaignRequest(
            Campaign, "Faults", [.. TestPhotos.Labels.Select(label => new NewLabelRequest(label))], "You agree.", "CC-BY-4.0");
        (await http.PostAsJsonAsync("/api/v1/campaigns", request, s_json)).EnsureSuccessStatusCode();
    }

    /// <summary>Waits until nothing is owed. A night that was killed until its attempts were used up is an operator's to retry: "doctor --retry".</summary>
    private static async Task EverythingIsDone(HostUnderTest host, string owner, CancellationToken cancellation)
    {
        using var http = Owner(host.Address, owner);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromMinutes(6));
        while (true)
        {
            var work = (await http.GetFromJsonAsync<WorkResponse>("/api/v1/operations/work", s_json, deadline.Token))!;
            foreach (var letter in work.DeadLetters.Where(letter => letter.Kind == "run-night"))
            {
                (await http.PostAsync($"/api/v1/operations/work/{letter.Id}/retry", null, deadline.Token)).EnsureSuccessStatusCode();
            }

            var nights = (await http.GetFromJsonAsync<Page<NightResponse>>($"/api/v1/campaigns/{Campaign}/nights", s_json, deadline.Token))!;
            if (work.Kinds.All(kind => kind.Open + kind.Held + kind.Waiting == 0) && nights.Items.All(night => night.Ended))
            {
                return;
            }

            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static HttpClient Owner(Uri address, string token) => new()
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static async Task Until(Func<bool> isSo, HostUnderTest host, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        while (!isSo())
        {
            host.DemandAlive();
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task Wait(TimeSpan time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(cancellation);
    }
}
