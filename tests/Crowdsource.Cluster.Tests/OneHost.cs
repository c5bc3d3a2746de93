using Crowdsource.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Crowdsource.Cluster.Tests.OneHost))]

namespace Crowdsource.Cluster.Tests;

/// <summary>The embedded mode: all of it in one process on one folder.</summary>
public sealed class OneHost : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private HostUnderTest? _host;

    public string OwnerKey => HostUnderTest.OwnerKey(_folder.Path);

    public async ValueTask InitializeAsync() =>
        _host = await HostUnderTest.Start(_folder.Path, CancellationToken.None, RealCluster.Settings, HostUnderTest.Built("Crowdsource.AllInOne"));

    public HttpClient Client(string? token) => TokenClient.At(_host!.Address, token);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _folder.Dispose();
    }
}
