using System.Net;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Releases;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class ReleaseTests(ApiHost host)
{
    [Fact]
    public async Task An_owner_tries_a_version_on_some_devices_then_offers_it_to_all()
    {
        var stage = await Stage.Create(host);
        await stage.Promoted();
        await stage.Promoted();
        var path = $"{stage.Path}/channels/beta";
        await (await host.Owner.Put($"{path}/release", new ReleaseRequest(1))).Has(HttpStatusCode.OK);

        var tried = await (await host.Owner.Put($"{path}/release", new ReleaseRequest(2, 0.025))).Is<ChannelResponse>(HttpStatusCode.OK);
        (tried.Current!.Version, tried.Trial!.Version, tried.Trial.Share).ShouldBe((1, 2, 0.025));
        var all = await (await host.Owner.Put($"{path}/release", new ReleaseRequest(2))).Is<ChannelResponse>(HttpStatusCode.OK);
        (all.Current!.Version, all.Trial).ShouldBe((2, null));
        all.History.Select(happened => (happened.Version, happened.Event, happened.Share)).ShouldBe([(2, "released", null), (2, "tried", 0.025), (1, "released", null)]);

        await (await host.Owner.Put($"{path}/release", new ReleaseRequest(2, 0.5))).IsProblem(ProblemTypes.AlreadyReleased);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(0.00001)]
    [InlineData(1.1)]
    public async Task A_share_is_at_least_one_device_of_ten_thousand_and_at_most_all(double share)
    {
        var stage = await Stage.Create(host);
        await stage.Promoted();

        (await (await host.Owner.Put($"{stage.Path}/channels/stable/release", new ReleaseRequest(1, share))).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["share"]);
    }
}
