using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

/// <summary>Requests that no well-behaved client sends.</summary>
public sealed class OddRequestTests(ApiHost host)
{
    [Fact]
    public async Task Two_hundred_megabytes_are_refused_before_one_is_read()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        (await Raw($"{Put(stage, volunteer)}Connection: close\r\nContent-Length: 209715200\r\n\r\n")).Status.ShouldBe("413");
    }

    [Fact]
    public async Task A_body_longer_than_it_says_ends_where_it_says()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var (status, all) = await Raw($"{Put(stage, volunteer)}Content-Length: 5\r\n\r\nphoto and more\r\n\r\n");
        status.ShouldBe("201");
        // The surplus is no request.
        all.ShouldContain("HTTP/1.1 400");
    }

    [Fact]
    public async Task A_body_without_a_length_is_taken()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var head = $"{Put(stage, volunteer)}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        (await Raw($"{head}5\r\nphoto\r\n0\r\n\r\n")).Status.ShouldBe("201");
        (await Raw($"{head}nonsense\r\nphoto\r\n0\r\n\r\n")).Status.ShouldBe("400");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("image/heic")]
    public async Task What_says_that_it_is_no_photo_is_not_taken_for_one(string type)
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        using var body = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        await (await volunteer.PutAsync($"{stage.Submission(Guid.CreateVersion7())}?label=Apple", body)).IsProblem(ProblemTypes.UnsupportedMediaType);
    }

    [Fact]
    public async Task Nothing_is_inflated()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new byte[1_000_000]);
        }

        using var body = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };
        await (await volunteer.PutAsync($"{stage.Submission(Guid.CreateVersion7())}?label=Apple", body)).IsProblem(ProblemTypes.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("Apple\0")]
    [InlineData("Apple\u200B")]
    [InlineData("\u202EelppA")]
    [InlineData("A\u0301pple")]
    public async Task A_label_is_one_of_the_campaigns_to_the_letter(string label)
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "a photo", label)).IsProblem(ProblemTypes.UnknownLabel);
    }

    [Theory]
    [InlineData("../../admin")]
    [InlineData("\u202Enimda")]
    [InlineData("a\0b")]
    [InlineData("zero\u200Bwidth")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("line\nbreak")]
    public async Task A_pseudonym_plays_no_tricks(string pseudonym) =>
        await (await host.Anonymous.Post("/api/v1/volunteers", new RegisterVolunteerRequest(pseudonym))).IsProblem(ProblemTypes.InvalidRequest);

    [Theory]
    [InlineData("/api/v1/campaigns/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/v1/campaigns/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/api/v1/campaigns/..%5c..%5cdata/submissions")]
    public async Task A_path_leads_nowhere_else(string path) =>
        (await Raw($"GET {path} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nConnection: close\r\n\r\n")).Status.ShouldBe("404");

    [Fact]
    public async Task A_campaign_that_is_closed_meanwhile_takes_no_last_piece()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = Guid.CreateVersion7();
        using var create = new HttpRequestMessage(HttpMethod.Post, $"{stage.Path}/uploads") { Headers = { { "Tus-Resumable", "1.0.0" }, { "Upload-Length", "3" } } };
        create.Headers.Add("Upload-Metadata", $"submission {Convert.ToBase64String(Encoding.UTF8.GetBytes(id.ToString()))},label QXBwbGU=");
        await (await volunteer.SendAsync(create)).Has(HttpStatusCode.Created);
        await (await host.Owner.PostAsync($"{stage.Path}/close", null)).Has(HttpStatusCode.OK);
        using var piece = new HttpRequestMessage(HttpMethod.Patch, $"{stage.Path}/uploads/{id}") { Headers = { { "Tus-Resumable", "1.0.0" }, { "Upload-Offset", "0" } } };
        piece.Content = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
        await (await volunteer.SendAsync(piece)).IsProblem(ProblemTypes.CampaignClosed);
        await (await volunteer.GetAsync(stage.Submission(id))).IsProblem(ProblemTypes.NotFound);
    }

    private string Put(Stage stage, HttpClient volunteer) =>
        $"PUT {stage.Submission(Guid.CreateVersion7())}?label=Apple HTTP/1.1\r\nHost: {host.Address.Authority}\r\n"
        + $"Authorization: {volunteer.DefaultRequestHeaders.Authorization}\r\n";

    /// <summary>Sends the text as it is; the first status, and all that came back until the server closed.</summary>
    private async Task<(string Status, string All)> Raw(string request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, limit.Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
        var all = await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync(limit.Token);
        return (all.Split(' ')[1], all);
    }
}
