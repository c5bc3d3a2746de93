using System.Net;
using System.Net.Sockets;
using System.Text;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Uploads;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class UploadTests(ApiHost host) : UploadContract(host)
{
    private readonly ApiHost _host = host;

    [Fact]
    public async Task A_server_with_a_directory_takes_the_bytes_itself()
    {
        var (stage, volunteer, id) = await Begun();
        await (await volunteer.GetAsync($"{stage.Path}/uploads/{id}/address")).IsProblem(ProblemTypes.NoDirectUploads);
        await (await volunteer.Post($"{stage.Path}/uploads/{id}/collect", new CollectUploadRequest(BlobDigest.Of(s_photo).Value)))
            .IsProblem(ProblemTypes.NoDirectUploads);
    }

    [Fact]
    public async Task What_came_before_the_line_broke_is_kept_and_two_do_not_write_at_once()
    {
        var (stage, volunteer, id) = await Begun();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(_host.Address.Host, _host.Address.Port);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"PATCH {stage.Path}/uploads/{id} HTTP/1.1\r\nHost: {_host.Address.Authority}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                + $"Authorization: {volunteer.DefaultRequestHeaders.Authorization}\r\nContent-Type: {PieceType}\r\n"
                + $"Content-Length: {s_photo.Length}\r\nExpect: 100-continue\r\n\r\n"));
            // The body is asked for when the upload is open. Read to the end: a socket that is closed with bytes unread resets the line,
            // and the other side's system then drops what it has received but not handed over.
            const string Asks = "HTTP/1.1 100 Continue\r\n\r\n";
            var asked = new byte[Asks.Length];
            await stream.ReadExactlyAsync(asked);
            Encoding.ASCII.GetString(asked).ShouldBe(Asks);
            await stream.WriteAsync(s_photo.AsMemory(0, 700));
            await (await Append(stage, volunteer, id, 0, s_photo)).IsProblem(ProblemTypes.UploadInUse);
        }

        var status = await Status(stage, volunteer, id);
        while (status.StatusCode == HttpStatusCode.Locked)
        {
            status = await Status(stage, volunteer, id);
        }

        Header(status, "Upload-Offset").ShouldBe("700");
        await (await Append(stage, volunteer, id, 700, s_photo[700..])).Has(HttpStatusCode.NoContent);
        (await _host.Uploads.Verify(Domain.Blobs.BlobDigest.Of(s_photo), default)).ShouldBeTrue();
    }
}
