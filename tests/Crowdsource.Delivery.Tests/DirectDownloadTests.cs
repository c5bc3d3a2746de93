using Crowdsource.Storage.S3;
using Crowdsource.Testing;
using Crowdsource.Updates;

namespace Crowdsource.Delivery.Tests;

/// <summary>A real S3 that phones reach themselves.</summary>
public sealed class DirectDownloadTests : IAsyncLifetime
{
    private ClusterServer _server = null!;
    private S3Bucket _bucket = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ClusterServer.Start("s3", CancellationToken.None);
        _bucket = new S3Bucket(new S3Options
        {
            Endpoint = _server.Address,
            PublicEndpoint = _server.Address,
            Bucket = "models",
            AccessKey = "crowdsource",
            SecretKey = "crowdsource",
        });
        await _bucket.Prepare(CancellationToken.None);
    }

    [Fact]
    public async Task Files_come_from_the_store_itself_in_ranges_too()
    {
        await using var server = await UpdateServer.Start(blobs: new S3BlobStore(_bucket, "blobs"));
        var bundle = ColourModel.Build(1);
        await server.Release(bundle);
        var file = bundle.Files.MaxBy(file => file.Bytes.Length)!;
        var address = new Uri(server.Address, UpdateProtocolV0.FilePath(file.Digest)).ToString();

        var redirect = await Curl.Run(address);
        redirect.Status.ShouldBe(307);
        redirect.Headers["Cache-Control"].ShouldBe("public, max-age=1800");
        redirect.Headers["Location"].ShouldStartWith(_server.Address.ToString());

        (await Curl.Run(redirect.Headers["Location"])).Body.ShouldBe(file.Bytes.ToArray());
        var rest = await Curl.Run("--header", "Range: bytes=150000-", redirect.Headers["Location"]);
        rest.Status.ShouldBe(206);
        rest.Body.ShouldBe(file.Bytes[150000..].ToArray());

        // Who asks whether it changed, or how long it is, or goes on with what he has, is answered here.
        var goesOn = await Curl.Run("--header", "Range: bytes=150000-", "--header", $"If-Range: \"{file.Digest}\"", address);
        goesOn.Status.ShouldBe(206);
        goesOn.Body.ShouldBe(file.Bytes[150000..].ToArray());
        (await Curl.Run("--header", $"If-None-Match: \"{file.Digest}\"", address)).Status.ShouldBe(304);
        (await Curl.Run("--head", address)).Headers["Content-Length"].ShouldBe($"{file.Bytes.Length}");
    }

    public async ValueTask DisposeAsync()
    {
        _bucket.Dispose();
        await _server.DisposeAsync();
    }
}
