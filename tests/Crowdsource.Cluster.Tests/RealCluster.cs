using Crowdsource.Chaos.Cluster;
using Xunit;

[assembly: AssemblyFixture(typeof(Crowdsource.Cluster.Tests.RealCluster))]

namespace Crowdsource.Cluster.Tests;

/// <summary>One cluster for all tests.</summary>
public sealed class RealCluster : IAsyncLifetime
{
    private const int DiskMegabytes = 700;

    public RunningCluster Running { get; private set; } = null!;

    /// <summary>Of both modes.</summary>
    internal static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Crowdsource__WeightsFile"] = "none",
        ["Crowdsource__Trainer__Artifacts__0"] = "onnx/fp32",
        // Comparing artifacts on thousands of pictures takes minutes.
        ["Crowdsource__Trainer__ParityPhotos"] = "50",
    };

    public async ValueTask InitializeAsync() =>
        Running = await RunningCluster.Start(Settings, SmallDisk.Mount(DiskMegabytes), CancellationToken.None);

    public ValueTask DisposeAsync() => Running.DisposeAsync();
}
