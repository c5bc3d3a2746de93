using System.Diagnostics;
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

namespace Crowdsource.AllInOne.Tests.Telemetry;

/// <summary>What a host tells of itself while a volunteer sends a photo.</summary>
public sealed class TelemetryTests
{
    private const string Campaign = "traced";

    private static readonly string[] s_steps =
    [
        "Microsoft.AspNetCore: PUT /api/v1/campaigns/{campaign}/submissions/{submission:guid}/",
        "Microsoft.Orleans.Application: ISubmissionGrain/Submit",
        "Crowdsource: announce process-photo",
        "MassTransit: process-photo receive",
        "Microsoft.Orleans.Application: ISubmissionGrain/Processed",
    ];

    private static readonly string[] s_measures =
    [
        "crowdsource.uploads {photo}", "crowdsource.upload.duration s", "crowdsource.photos.processed {photo}", "crowdsource.work.age s",
        "crowdsource.work.dead {item}", "crowdsource.night.overdue s", "crowdsource.nights.failed {night}", "crowdsource.disk.free By",
        "crowdsource.update.checks {check}", "crowdsource.update.io By",
    ];

    [Fact]
    public async Task One_trace_leads_from_the_phone_to_the_consumer_and_all_is_counted_and_logged()
    {
        var photo = Directory.GetFiles(SharedFiles.Require("photos", "fruit"), "*.jpg", SearchOption.AllDirectories).Order().First();
        using var folder = new TemporaryFolder();
        var cancellation = TestContext.Current.CancellationToken;
        await using var receiver = new OtlpReceiver();
        var trace = ActivityTraceId.CreateRandom().ToString();
        await using var host = await HostUnderTest.Start(folder.Path, cancellation, new Dictionary<string, string>
        {
            ["Crowdsource__WeightsFile"] = "none",
            ["Crowdsource__Logs__Format"] = "Json",
            ["Crowdsource__Telemetry__Otlp__Endpoint"] = receiver.Address.ToString(),
            ["Crowdsource__Telemetry__Otlp__Protocol"] = "HttpProtobuf",
            ["Serilog__MinimumLevel__Override__Microsoft.AspNetCore.Hosting"] = "Information",
            // Of the SDK, milliseconds.
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        });

        await Send(host, folder.Path, photo, trace, cancellation);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        while ((s_steps.Except(receiver.Spans(trace)).Any() || s_measures.Except(Measured(receiver)).Any()) && !deadline.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(cancellation);
        }

        s_steps.Except(receiver.Spans(trace)).ShouldBeEmpty(string.Join('\n', receiver.Spans(trace)) + host.Said);
        s_measures.Except(Measured(receiver)).ShouldBeEmpty(string.Join('\n', Measured(receiver)));

        // Each line is a document; the key that is shown once is not for the log.
        var lines = host.Said.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.ShouldContain(line => line.GetProperty("@m").GetString()!.StartsWith("telemetry: OTLP to ", StringComparison.Ordinal));
        lines.ShouldAllBe(line => line.GetProperty("@t").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        lines.Count(line => line.TryGetProperty("@tr", out var id) && id.GetString() == trace && line.GetProperty("@sp").GetString()!.Length == 16).ShouldBePositive();
    }

    private static IEnumerable<string> Measured(OtlpReceiver receiver) => receiver.Units.Select(metric => $"{metric.Key} {metric.Value}");

    private static async Task Send(HostUnderTest host, string folder, string photo, string trace, CancellationToken cancellationToken)
    {
        var path = $"/api/v1/campaigns/{Campaign}";
        using var staff = Client(host, HostUnderTest.OwnerKey(folder));
        var campaign = new CreateCampaignRequest(Campaign, "Traced", [new NewLabelRequest("Apple"), new NewLabelRequest("Pear")], "Yes.", "CC-BY-4.0");
        (await staff.PostAsJsonAsync("/api/v1/campaigns", campaign, ProtocolJson.Options, cancellationToken)).EnsureSuccessStatusCode();
        var answer = await staff.PostAsJsonAsync("/api/v1/volunteers", new RegisterVolunteerRequest(), ProtocolJson.Options, cancellationToken);
        var volunteer = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RegisteredVolunteer>(ProtocolJson.Options, cancellationToken))!;
        using var http = Client(host, volunteer.Token);
        (await http.PutAsJsonAsync($"{path}/consent", new ConsentRequest(1), ProtocolJson.Options, cancellationToken)).EnsureSuccessStatusCode();
        (await http.GetAsync($"/updates/v0/campaigns/{Campaign}/channels/stable", cancellationToken)).EnsureSuccessStatusCode();

        var submission = $"{path}/submissions/{Guid.CreateVersion7()}";
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{submission}?label=Apple") { Content = new ByteArrayContent(await File.ReadAllBytesAsync(photo, cancellationToken)) };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        (await http.SendAsync(request, cancellationToken)).EnsureSuccessStatusCode();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await http.GetFromJsonAsync<SubmissionResponse>(submission, ProtocolJson.Options, cancellationToken))!.Status == SubmissionStatus.Received)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static HttpClient Client(HostUnderTest host, string token) => new(new SocketsHttpHandler { ActivityHeadersPropagator = null })
    {
        BaseAddress = host.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };
}
