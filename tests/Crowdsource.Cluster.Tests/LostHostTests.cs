using System.Diagnostics;
using Crowdsource.Protocol.Updates;
using Shouldly;
using Xunit;

namespace Crowdsource.Cluster.Tests;

[Collection("one after the other: they kill what others count on")]
public sealed class LostHostTests(RealCluster cluster)
{
    private static readonly string[] s_silos = ["api-1", "api-2"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_that_are_killed_are_not_missed()
    {
        using var campaign = await SmallCampaign.Open(cluster.Running, "killed");
        var photos = new List<Guid>();
        foreach (var host in new[] { "api-1", "augmenter-1", "delivery-1", "trainer-1" })
        {
            using (var process = Process.GetProcessById(cluster.Running.ProcessOf(host)))
            {
                process.Kill();
            }

            photos.Add(await campaign.Send());
        }

        foreach (var photo in photos)
        {
            await campaign.IsExamined(photo);
        }

        (await SmallCampaign.Read<ChannelDocument>(campaign.Phone, campaign.Channel, _ => true)).Release.ShouldBeNull();
    }

    [Fact]
    public async Task When_Redis_has_lost_everything_the_silos_end_and_form_one_cluster_again()
    {
        using var campaign = await SmallCampaign.Open(cluster.Running, "forgotten");
        var before = s_silos.Select(cluster.Running.ProcessOf).ToList();

        (await cluster.Running.Redis("FLUSHALL")).ShouldBe("OK");

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (s_silos.Select(cluster.Running.ProcessOf).Intersect(before).Any())
        {
            await timer.WaitForNextTickAsync(Cancelled);
        }

        foreach (var silo in s_silos)
        {
            (await cluster.Running.Said(silo)).ShouldContain("is gone from the membership table");
        }

        await campaign.IsExamined(await campaign.Send());
    }
}
