using Crowdsource.Chaos;
using Crowdsource.Chaos.Load;
using Shouldly;
using Xunit;

namespace Crowdsource.Cluster.Tests;

/// <summary>The short form of <c>make chaos</c>: every fault once, under a small load.</summary>
[Collection("one after the other: they kill what others count on")]
public sealed class ChaosTests(RealCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task What_dies_takes_nothing_with_it()
    {
        var report = await new ChaosRun(cluster.Running, ChaosPlan.Brief(PhotoSource.Synthetic(200)), output.WriteLine).Run(TestContext.Current.CancellationToken);
        output.WriteLine($"{report}");
        report.Held.ShouldBeTrue($"{report}");
    }
}
