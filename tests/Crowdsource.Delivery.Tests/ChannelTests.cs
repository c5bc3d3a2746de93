using System.Text.Json;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Updates;

namespace Crowdsource.Delivery.Tests;

public sealed class ChannelTests
{
    private const string Stable = "updates/v0/campaigns/fruit/channels/stable";

    [Fact]
    public async Task A_channel_says_what_it_offers_and_304_while_nothing_changes()
    {
        await using var server = await UpdateServer.Start();
        var bundle = ColourModel.Build(1);
        await server.Release(bundle);
        var address = new Uri(server.Address, Stable).ToString();

        var first = await Curl.Run(address);
        first.Status.ShouldBe(200);
        first.Headers["Cache-Control"].ShouldBe("public, max-age=30");
        first.Headers["ETag"].ShouldStartWith("\"");
        var document = JsonSerializer.Deserialize<ChannelDocument>(first.Body, ProtocolJson.Options)!;
        document.Release!.Version.ShouldBe(1);
        document.Release.Artifacts.ShouldBe([new ArtifactDocument("onnx/fp32", new BundleDocument(bundle.Digest.Value, bundle.Bytes), null)]);

        var again = await Curl.Run("--header", $"If-None-Match: {first.Headers["ETag"]}", address);
        again.Status.ShouldBe(304);
        again.Body.ShouldBeEmpty();
        again.Headers["ETag"].ShouldBe(first.Headers["ETag"]);

        await server.Release(ColourModel.Build(2, sharpness: 9));
        var changed = await Curl.Run("--header", $"If-None-Match: {first.Headers["ETag"]}", address);
        changed.Status.ShouldBe(200);
        JsonSerializer.Deserialize<ChannelDocument>(changed.Body, ProtocolJson.Options)!.Release!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_withdrawn_release_gives_way_to_the_one_before_and_then_to_none()
    {
        await using var server = await UpdateServer.Start();
        await server.Release(ColourModel.Build(1));
        await server.Release(ColourModel.Build(2, sharpness: 9));

        await server.Withdraw(2);
        (await Offered(server)).Release!.Version.ShouldBe(1);
        await server.Withdraw(1);
        (await Offered(server)).Release.ShouldBeNull();
    }

    [Fact]
    public async Task A_channel_says_to_all_alike_what_a_share_of_them_tries()
    {
        await using var server = await UpdateServer.Start();
        await server.Release(ColourModel.Build(1));
        var before = await Offered(server);
        await server.Release(ColourModel.Build(2, sharpness: 9), share: 250);

        var offered = await Offered(server);

        offered.Release!.Version.ShouldBe(before.Release!.Version);
        offered.Release.Artifacts.ShouldBe(before.Release.Artifacts);
        (offered.Trial!.Share, offered.Trial.Salt, offered.Trial.Release.Version).ShouldBe((250, "fruit/stable/2", 2));
        offered.Trial.Release.Artifacts.ShouldHaveSingleItem().Bundle.ShouldNotBeNull();
        await server.Share(2, 10_000);
        (await Offered(server)).ShouldSatisfyAllConditions(all => all.Trial.ShouldBeNull(), all => all.Release!.Version.ShouldBe(2));
    }

    [Fact]
    public async Task The_stable_channel_of_a_campaign_is_there_before_its_first_release()
    {
        await using var server = await UpdateServer.Start();
        await server.CreateCampaign();

        (await Offered(server)).Release.ShouldBeNull();
    }

    [Theory]
    [InlineData("updates/v0/campaigns/vegetables/channels/stable")]
    [InlineData("updates/v0/campaigns/fruit/channels/beta")]
    [InlineData("updates/v0/campaigns/Not%20a%20slug/channels/stable")]
    public async Task An_unknown_channel_is_a_problem(string path)
    {
        await using var server = await UpdateServer.Start();
        await server.CreateCampaign();

        var answer = await Curl.Run(new Uri(server.Address, path).AbsoluteUri);

        answer.Status.ShouldBe(404);
        answer.Headers["Content-Type"].ShouldStartWith("application/problem+json");
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        JsonSerializer.Deserialize<ProblemDocument>(answer.Body, ProtocolJson.Options)!.Type.ShouldBe(ProblemTypes.NotFound.Uri);
    }

    private static async Task<ChannelDocument> Offered(UpdateServer server) => JsonSerializer.Deserialize<ChannelDocument>(
        (await Curl.Run(new Uri(server.Address, Stable).ToString())).Body, ProtocolJson.Options)!;
}
