using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests.Faults;

/// <summary>SIGKILL cannot show what a power cut would lose: the kernel keeps what was written. strace shows what was on disk before the answer.</summary>
public sealed class DurabilityTests
{
    private const string Campaign = "durable";

    private static readonly JsonSerializerOptions s_json = ProtocolJson.Options;

    [Fact]
    public async Task File_rename_folder_and_log_are_on_disk_before_201_leaves()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var host = await HostUnderTest.Start(folder.File("data"), cancellation);
        using var volunteer = await Volunteer(host, HostUnderTest.OwnerKey(folder.File("data")), cancellation);
        var trace = folder.File("trace");
        using var strace = Process.Start(new ProcessStartInfo("strace")
        {
            // Names instead of numbers of files (-y), and enough of each answer to see its status.
            ArgumentList = { "-f", "-y", "-s", "40", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,sendmsg,sendto,write,writev", "-o", trace, "-p", $"{host.ProcessId}" },
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        // strace says so once it has attached to every thread.
        (await strace.StandardError.ReadLineAsync(cancellation)).ShouldNotBeNull().ShouldContain("attached");

        using var body = new ByteArrayContent(TestPhotos.Make(TestPhotos.Labels[0], 1));
        body.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var answer = await volunteer.PutAsync(
            $"/api/v1/campaigns/{Campaign}/submissions/{Guid.CreateVersion7()}?label={TestPhotos.Labels[0]}", body, cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        await host.Kill();
        await strace.WaitForExitAsync(cancellation);

        var calls = await File.ReadAllLinesAsync(trace, cancellation);
        var answered = Array.FindIndex(calls, call => call.Contains("HTTP/1.1 201", StringComparison.Ordinal));
        var rename = Array.FindIndex(calls, call => call.Contains("rename", StringComparison.Ordinal) && call.Contains("/uploads/", StringComparison.Ordinal));
        var file = Array.FindIndex(calls, call => Syncs(call, "/uploads/incoming/"));
        var directory = Array.FindIndex(calls, Math.Max(rename, 0), call => Syncs(call, "/uploads/") && !call.Contains("/incoming/", StringComparison.Ordinal));
        var log = Array.FindIndex(calls, Math.Max(directory, 0), call => Syncs(call, "catalogue.db-wal"));
        int[] order = [file, rename, directory, log, answered];
        order.ShouldAllBe(place => place >= 0, string.Join('\n', calls.Where(call => call.Contains("sync", StringComparison.Ordinal) || call.Contains("rename", StringComparison.Ordinal)).Take(40)));
        order.ShouldBeInOrder();
    }

    private static bool Syncs(string call, string path) =>
        (call.Contains("fsync(", StringComparison.Ordinal) || call.Contains("fdatasync(", StringComparison.Ordinal)) && call.Contains(path, StringComparison.Ordinal);

    private static async Task<HttpClient> Volunteer(HostUnderTest host, string owner, CancellationToken cancellation)
    {
        using var http = Client(host, owner);
        var campaign = new CreateCampaignRequest(
            Campaign, "Durable", [.. TestPhotos.Labels.Select(label => new NewLabelRequest(label))], "You agree.", "CC-BY-4.0");
        (await http.PostAsJsonAsync("/api/v1/campaigns", campaign, s_json, cancellation)).EnsureSuccessStatusCode();
        var answer = await http.PostAsJsonAsync("/api/v1/volunteers", new RegisterVolunteerRequest(), s_json, cancellation);
        var volunteer = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RegisteredVolunteer>(s_json, cancellation))!;
        var theirs = Client(host, volunteer.Token);
        (await theirs.PutAsJsonAsync($"/api/v1/campaigns/{Campaign}/consent", new ConsentRequest(1), s_json, cancellation)).EnsureSuccessStatusCode();
        return theirs;
    }

    private static HttpClient Client(HostUnderTest host, string token) => new()
    {
        BaseAddress = host.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };
}
