using System.Net.Http.Headers;
using System.Net.Http.Json;
using Crowdsource.Chaos.Load;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Testing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests.Faults;

/// <summary>The operator's own commands, against the real host, while photos stream in.</summary>
public sealed class BackupTests
{
    private const string Campaign = "kept";

    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task A_backup_made_under_load_restores_to_a_whole_server_and_damage_is_found_and_explained()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var (data, archive, restored) = (folder.File("data"), folder.File("backup.tar"), folder.File("restored"));
        var log = new ClientLog();
        List<Guid> before;
        await using (var host = await HostUnderTest.Start(data, cancellation))
        {
            var owner = HostUnderTest.OwnerKey(data);
            await CreateCampaign(host.Address, owner, cancellation);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var crew = new Crew(host.Address, Campaign, owner, PhotoSource.Synthetic(), log, stop.Token);
            Task[] people = [crew.Upload(s_pace), crew.Upload(s_pace), crew.Upload(s_pace), crew.Review(), crew.Withdraw(), crew.Erase()];
            await Until(() => log.Acknowledged.Count >= 12, cancellation);
            before = [.. log.Acknowledged];

            var (status, said) = await OperatorCommand.Run(owner, cancellation, "backup", archive, "--server", host.Address.ToString());
            status.ShouldBe(0, said);
            await Until(() => log.Acknowledged.Count >= before.Count + 3, cancellation);
            await stop.CancelAsync();
            await Task.WhenAll(people);

            var (refused, why) = await OperatorCommand.Run(owner, cancellation, "doctor", "--data", data);
            refused.ShouldBe(1);
            why.ShouldContain("is in use by");
        }

        var (made, checkedWords) = await OperatorCommand.Run(null, cancellation, "restore", archive, "--data", restored);
        made.ShouldBe(0, checkedWords);
        checkedWords.ShouldContain("all is well");
        (await OperatorCommand.Run(null, cancellation, "restore", archive, "--data", restored)).Status.ShouldBe(1, "a backup is never mixed with what is there");

        await using (var host = await HostUnderTest.Start(restored, cancellation))
        {
            using var http = Owner(host.Address, HostUnderTest.OwnerKey(data));
            foreach (var photo in before)
            {
                (await http.GetAsync($"/api/v1/campaigns/{Campaign}/submissions/{photo}", cancellation)).EnsureSuccessStatusCode();
            }

            var (sound, words) = await OperatorCommand.Run(HostUnderTest.OwnerKey(data), cancellation, "doctor", "--blobs", "--server", host.Address.ToString());
            sound.ShouldBe(0, words);
            string? victim = null;
            await Until(() => (victim = SomeMaster(restored)) is not null, cancellation);
            await using (var blob = File.OpenWrite(victim!))
            {
                blob.Write("rust"u8);
            }

            var (found, explained) = await OperatorCommand.Run(HostUnderTest.OwnerKey(data), cancellation, "doctor", "--blobs", "--json", "--server", host.Address.ToString());
            found.ShouldBe(1, explained);
            explained.ShouldContain("damaged-blob");
            explained.ShouldContain(Path.GetFileName(victim!));
            await host.Stop();
        }

        await using (var file = File.OpenWrite(Path.Combine(restored, "catalogue.db")))
        {
            file.SetLength(file.Length * 2 / 3);
        }

        var (broken, lost) = await OperatorCommand.Run(null, cancellation, "doctor", "--data", restored);
        broken.ShouldBe(1);
        lost.ShouldContain("damaged-catalogue");
        lost.ShouldContain("restore");
        var refusal = await Should.ThrowAsync<InvalidOperationException>(async () => await HostUnderTest.Start(restored, cancellation));
        refusal.Message.ShouldContain("is damaged");
        log.Complaints.ShouldBeEmpty();
    }

    /// <summary>The clean picture of a photo; null while none is processed.</summary>
    private static string? SomeMaster(string data)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(data, "catalogue.db")};Mode=ReadOnly;Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "SELECT master FROM submissions WHERE master IS NOT NULL LIMIT 1";
        return command.ExecuteScalar() is string digest ? Path.Combine(data, "blobs", digest[..2], digest) : null;
    }

    private static async Task CreateCampaign(Uri address, string owner, CancellationToken cancellation)
    {
        using var http = Owner(address, owner);
        var request = new CreateCampaignRequest(
            Campaign, "Kept", [.. TestPhotos.Labels.Select(label => new NewLabelRequest(label))], "You agree.", "CC-BY-4.0");
        (await http.PostAsJsonAsync("/api/v1/campaigns", request, ProtocolJson.Options, cancellation)).EnsureSuccessStatusCode();
    }

    private static HttpClient Owner(Uri address, string token) => new()
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static async Task Until(Func<bool> condition, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
