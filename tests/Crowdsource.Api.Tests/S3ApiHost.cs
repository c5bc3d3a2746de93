using Crowdsource.Testing;
using Xunit;

namespace Crowdsource.Api.Tests;

/// <summary>A host that keeps photos in a real S3, which can be away for a while.</summary>
public sealed class S3ApiHost : IAsyncLifetime
{
    private ClusterServer _server = null!;

    public ApiHost Host { get; private set; } = null!;

    public TcpRelay Line { get; private set; } = null!;

    /// <summary>The same S3 as phones reach it.</summary>
    public Uri Public => _server.Address;

    public static IReadOnlyList<string> Settings(Uri endpoint) =>
    [
        "--Crowdsource:Blobs:Store=S3", $"--Crowdsource:Blobs:S3:Endpoint={endpoint}", "--Crowdsource:Blobs:S3:Bucket=photos",
        "--Crowdsource:Blobs:S3:AccessKey=crowdsource", "--Crowdsource:Blobs:S3:SecretKey=crowdsource",
    ];

    public async ValueTask InitializeAsync()
    {
        _server = await ClusterServer.Start("s3", CancellationToken.None);
        Line = new TcpRelay(_server.Address);
        Host = new ApiHost { Settings = [.. Settings(Line.Address), $"--Crowdsource:Blobs:S3:PublicEndpoint={Public}"] };
        await Host.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Line.DisposeAsync();
        await _server.DisposeAsync();
    }
}
