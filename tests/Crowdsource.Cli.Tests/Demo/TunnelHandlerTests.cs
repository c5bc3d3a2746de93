using System.Net;
using Crowdsource.Cli.Demo.Phones;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Demo;

public sealed class TunnelHandlerTests
{
    private static readonly Uri s_file = new("http://phone.invalid/file");

    [Fact]
    public async Task Only_the_next_large_download_breaks_and_a_range_request_counts_as_going_on()
    {
        using var tunnel = new TunnelHandler(new FileServer());
        using var http = new HttpClient(tunnel);
        var cancellation = TestContext.Current.CancellationToken;
        (await http.GetByteArrayAsync(s_file, cancellation)).Length.ShouldBe(TunnelHandler.Large);

        tunnel.Arm();
        await Should.ThrowAsync<HttpRequestException>(() => http.GetByteArrayAsync(s_file, cancellation));
        tunnel.Broke.ShouldBeTrue();
        tunnel.Resumed.ShouldBeFalse();

        using var rest = new HttpRequestMessage(HttpMethod.Get, s_file) { Headers = { Range = new(TunnelHandler.Large / 2, null) } };
        using var answer = await http.SendAsync(rest, cancellation);
        (await answer.Content.ReadAsByteArrayAsync(cancellation)).Length.ShouldBe(TunnelHandler.Large / 2);
        tunnel.Resumed.ShouldBeTrue();
    }

    private sealed class FileServer : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var from = (int?)request.Headers.Range?.Ranges.Single().From;
            return Task.FromResult(new HttpResponseMessage(from is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
            {
                Content = new ByteArrayContent(new byte[TunnelHandler.Large - (from ?? 0)]),
            });
        }
    }
}
