using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests;

/// <summary>npm's tus-js-client against the real host: killed, continued by another process, the host killed and started again.</summary>
public sealed class ResumedUploadTests
{
    private const string Campaign = "resumed";

    private static readonly JsonSerializerOptions s_json = ProtocolJson.Options;

    [Fact]
    public async Task A_photo_arrives_whole_though_client_and_server_were_killed()
    {
        var photo = Directory.GetFiles(SharedFiles.Require("photos", "fruit"), "*.jpg", SearchOption.AllDirectories).Order().First();
        using var folder = new TemporaryFolder();
        var cancellation = TestContext.Current.CancellationToken;
        var id = Guid.CreateVersion7();
        var metadata = new Dictionary<string, string> { ["submission"] = id.ToString(), ["label"] = "Äpfel & Birnen", ["filename"] = "../../x.jpg" };
        var client = new TusClient(folder.File("uploads.json"));
        var host = await HostUnderTest.Start(folder.File("data"), cancellation);
        try
        {
            var token = await Volunteer(host, HostUnderTest.OwnerKey(folder.File("data")));
            var endpoint = new Uri(host.Address, $"/api/v1/campaigns/{Campaign}/uploads");

            // The client dies in the middle of the file.
            var (killed, said) = await client.Upload(endpoint, token, photo, metadata, killAt: 40_000, null, cancellation);
            killed.ShouldNotBe(0, string.Join('\n', said));
            var acknowledged = Offsets(said).Max();

            // Another process goes on where it ended; then the server dies, and that process finds no server any more.
            var target = acknowledged + 40_000;
            (killed, said) = await client.Upload(
                endpoint, token, photo, metadata, null, offset => offset >= target ? host.Kill() : Task.CompletedTask, cancellation);
            killed.ShouldBe(1, string.Join('\n', said));
            said[0].ShouldBe("previous 1");
            Offsets(said).Min().ShouldBeGreaterThanOrEqualTo(acknowledged);
            acknowledged = Offsets(said).Max();

            await host.DisposeAsync();
            host = await HostUnderTest.Start(folder.File("data"), cancellation, address: host.Address);
            (var ended, said) = await client.Upload(endpoint, token, photo, metadata, null, null, cancellation);
            ended.ShouldBe(0, string.Join('\n', said));
            said[0].ShouldBe("previous 1");
            Offsets(said).Min().ShouldBeGreaterThanOrEqualTo(acknowledged);
            said.ShouldContain($"done {endpoint}/{id}");

            using var http = Client(host, token);
            (await Settled(http, id)).Status.ShouldBe(SubmissionStatus.InReview, host.Said);
            // The very bytes of the file: the single PUT finds them known.
            using var body = new ByteArrayContent(await File.ReadAllBytesAsync(photo, cancellation));
            using var again = await http.PutAsync($"{Path(id)}?label={Uri.EscapeDataString(metadata["label"])}", body, cancellation);
            ((int)again.StatusCode).ShouldBe(200);
            Directory.GetFiles(folder.File("data", "partial-uploads")).ShouldBeEmpty();
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static IEnumerable<long> Offsets(IEnumerable<string> said) =>
        said.Where(line => line.StartsWith("offset ", StringComparison.Ordinal)).Select(line => long.Parse(line["offset ".Length..]));

    private static async Task<SubmissionResponse> Settled(HttpClient http, Guid id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        SubmissionResponse? photo;
        do
        {
            await timer.WaitForNextTickAsync();
            photo = await http.GetFromJsonAsync<SubmissionResponse>(Path(id), s_json);
        }
        while (photo!.Status == SubmissionStatus.Received);
        return photo;
    }

    private static string Path(Guid id) => $"/api/v1/campaigns/{Campaign}/submissions/{id}";

    private static async Task<string> Volunteer(HostUnderTest host, string owner)
    {
        using var staff = Client(host, owner);
        var campaign = new CreateCampaignRequest(Campaign, "Resumed", [new NewLabelRequest("Äpfel & Birnen"), new NewLabelRequest("Pear")], "Yes.", "CC-BY-4.0");
        (await staff.PostAsJsonAsync("/api/v1/campaigns", campaign, s_json)).EnsureSuccessStatusCode();
        var answer = await staff.PostAsJsonAsync("/api/v1/volunteers", new RegisterVolunteerRequest(), s_json);
        var volunteer = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RegisteredVolunteer>(s_json))!;
        using var http = Client(host, volunteer.Token);
        (await http.PutAsJsonAsync($"/api/v1/campaigns/{Campaign}/consent", new ConsentRequest(1), s_json)).EnsureSuccessStatusCode();
        return volunteer.Token;
    }

    private static HttpClient Client(HostUnderTest host, string token) => new()
    {
        BaseAddress = host.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };
}
