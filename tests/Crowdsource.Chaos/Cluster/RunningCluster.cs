using System.Diagnostics;
using System.Net.Http.Headers;
using Crowdsource.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Crowdsource.Cluster.Tests.RealCluster))]

namespace Crowdsource.Cluster.Tests;

/// <summary>PostgreSQL, Redis, RabbitMQ, S3, and two of each host behind nginx: what <c>make cluster</c> starts.</summary>
public sealed class RealCluster : IAsyncLifetime
{
    private ClusterServer _cluster = null!;

    /// <summary>nginx.</summary>
    public Uri Address => _cluster.Address;

    public async ValueTask InitializeAsync() => _cluster = await ClusterServer.Start("cluster", CancellationToken.None, new Dictionary<string, string>
    {
        ["CONFIGURATION"] = new DirectoryInfo(AppContext.BaseDirectory).Name,
        ["Crowdsource__WeightsFile"] = "none",
        ["Crowdsource__Trainer__Artifacts__0"] = "onnx/fp32",
        // Comparing artifacts on thousands of pictures takes minutes.
        ["Crowdsource__Trainer__ParityPhotos"] = "50",
    });

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    public HttpClient Client(string? token) => new()
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>The token that the first start made.</summary>
    public string OwnerKey => File.ReadAllText(Path.Combine(_cluster.Folder, "owner-key")).Trim();

    /// <summary>What a host said so far.</summary>
    public async Task<string> Said(string host) => await File.ReadAllTextAsync(Path.Combine(_cluster.Folder, "log", $"{host}.log"));

    /// <summary>The process of a host, such as <c>api-1</c>; another one after it ended.</summary>
    public int ProcessOf(string host) => int.Parse(File.ReadAllText(Path.Combine(_cluster.Folder, "run", $"{host}.pid")));

    /// <summary>Sends a command to Redis.</summary>
    public async Task<string> Redis(params string[] command)
    {
        var port = (await File.ReadAllTextAsync(Path.Combine(_cluster.Folder, "run", "redis.port"))).Trim();
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-p", port, .. command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        return (await client.StandardOutput.ReadToEndAsync()).Trim();
    }
}
