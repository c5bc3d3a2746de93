using Crowdsource.Client.Models;
using Crowdsource.Delivery.Tests;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Updates.Bundles;

namespace Crowdsource.Client.Tests.Models;

public sealed class ArtifactTests
{
    [Theory]
    [InlineData(ArtifactId.OnnxFp16)]
    [InlineData(ArtifactId.OnnxInt8)]
    public async Task Each_phone_takes_the_artifact_that_it_runs(string artifact)
    {
        await using var server = await UpdateServer.Start();
        using var exact = new Phone(server);
        using var small = new Phone(server, artifact: artifact);
        var (fp32, compressed) = (ColourModel.Build(1), ColourModel.BuildFor(artifact, 1, Preprocessing.Nchw));
        await server.Release([fp32, compressed]);

        (await exact.Update()).ShouldBe(new UpdateOutcome.Activated(1, Replaced: null, fp32.Bytes, Resumed: 0));
        (await small.Update()).ShouldBe(new UpdateOutcome.Activated(1, Replaced: null, compressed.Bytes, Resumed: 0));

        Path.GetFileName(exact.Updater.ActiveFolder).ShouldBe(fp32.Digest.Value);
        Path.GetFileName(small.Updater.ActiveFolder).ShouldBe(compressed.Digest.Value);
        (await small.Says(ColourModel.Plain(20, 20, 250))).ShouldBe("Blue");
        (await small.Says(ColourModel.Plain(250, 20, 20))).ShouldBe("Red");
    }

    [Fact]
    public async Task A_phone_whose_artifact_is_withheld_stays_on_what_it_has_and_says_so()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server, artifact: ArtifactId.OnnxFp16);
        await server.Release([ColourModel.Build(1), ColourModel.BuildFor(ArtifactId.OnnxFp16, 1, Preprocessing.Nchw)]);
        await phone.Update();
        await server.Release(ColourModel.Build(2, sharpness: 9), withheld: ArtifactId.OnnxFp16);

        (await phone.Update()).ShouldBe(new UpdateOutcome.NotShipped(2, ArtifactId.OnnxFp16, "parity"));
        phone.Updater.ActiveVersion.ShouldBe(1);
        (await phone.Says(ColourModel.Plain(250, 20, 20))).ShouldBe("Red");

        await server.Release(ColourModel.Build(3, sharpness: 10));
        (await phone.Update()).ShouldBe(new UpdateOutcome.NotShipped(3, ArtifactId.OnnxFp16, null));
        phone.Updater.ActiveVersion.ShouldBe(1);
    }

    [Fact]
    public async Task Golden_examples_of_another_engine_are_run_by_the_apps_own()
    {
        await using var server = await UpdateServer.Start();
        using var right = new Phone(server, artifact: ArtifactId.TfliteInt8, engine: _ => ColourModel.PredictInterleaved);
        using var wrong = new Phone(server, artifact: ArtifactId.TfliteInt8, engine: _ => input => [.. ColourModel.PredictInterleaved(input).Reverse()]);
        using var without = new Phone(server, artifact: ArtifactId.TfliteInt8);
        await server.Release(ColourModel.BuildFor(ArtifactId.TfliteInt8, 1, Preprocessing.Nhwc));

        (await right.Update()).ShouldBeOfType<UpdateOutcome.Activated>();
        (await wrong.Update()).ShouldBeOfType<UpdateOutcome.Refused>().Code.ShouldBe(InvalidBundleException.GoldenFailed);
        (await without.Update()).ShouldBeOfType<UpdateOutcome.Activated>();

        File.Exists(Path.Combine(right.Updater.ActiveFolder!, "model.tflite")).ShouldBeTrue();
        await Should.ThrowAsync<NotSupportedException>(() => right.Updater.Open(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_model_that_takes_pictures_brings_pictures_only()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server, artifact: ArtifactId.CoreMlPalette8);
        var bundle = ColourModel.BuildFor(ArtifactId.CoreMlPalette8, 1, Preprocessing.Picture);
        await server.Release(bundle);

        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>();

        bundle.Files.ShouldNotContain(file => file.Path.EndsWith(".f16", StringComparison.Ordinal));
        bundle.Files.ShouldContain(file => file.Path == "model.mlmodel");
    }

    [Fact]
    public async Task A_bundle_of_another_artifact_than_the_offered_one_is_refused()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server, artifact: ArtifactId.OnnxInt8);
        await server.Release([ColourModel.Build(1)], offeredAs: ArtifactId.OnnxInt8);

        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Refused>().Code.ShouldBe(InvalidBundleException.Malformed);
    }

    [Fact]
    public async Task An_artifact_that_nobody_makes_is_a_mistake_of_the_app()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server, artifact: "onnx/int3");
        Should.Throw<ArgumentException>(() => phone.Updater);
    }
}
