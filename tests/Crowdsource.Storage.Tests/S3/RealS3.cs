using Crowdsource.Storage.S3;
using Crowdsource.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Crowdsource.Storage.Tests.S3.RealS3))]

namespace Crowdsource.Storage.Tests.S3;

/// <summary>One S3 for all tests; each takes a prefix of its own.</summary>
public sealed class RealS3 : IAsyncLifetime
{
    private ClusterServer _server = null!;

    public S3Bucket Bucket { get; private set; } = null!;

    public S3Options Options => new() { Endpoint = _server.Address, Bucket = "tests", AccessKey = "crowdsource", SecretKey = "crowdsource" };

    public async ValueTask InitializeAsync()
    {
        _server = await ClusterServer.Start("s3", CancellationToken.None);
        Bucket = new S3Bucket(Options);
        await Bucket.Prepare(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Bucket.Dispose();
        await _server.DisposeAsync();
    }
}
