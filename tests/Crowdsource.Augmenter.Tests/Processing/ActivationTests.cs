using Crowdsource.Augmenter.Processing;
using Crowdsource.Contracts.Pictures;
using Crowdsource.Domain.Blobs;
using Crowdsource.Formats.Layers;
using Crowdsource.Inference;
using Crowdsource.Testing.Hosts;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Augmenter.Tests.Processing;

public sealed class ActivationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_and_its_variants_get_activations_and_a_curator_sees_the_variants()
    {
        var weights = SharedFiles.Require("weights", "tf2_mobilenet_v2_1.0_224_ptq.tflite");
        var photo = Directory.GetFiles(SharedFiles.Require("photos", "grocery", "banana")).Order(StringComparer.Ordinal).First();
        await using var host = await EmbeddedHost.Start(
            services => services.AddCrowdsourceAugmenter().AddPictureAnswers(), addConsumers: null, ("Crowdsource:WeightsFile", weights));
        var campaign = await SmallCampaign.Create(host, "fruit", "banana", "pear");
        var id = await campaign.Send(await File.ReadAllBytesAsync(photo, Cancelled), "banana");

        await host.Get<PhotoProcessor>().Process((await campaign.WorkOf(id)).Id, Cancelled);

        var findings = (await campaign.State(id)).Findings.ShouldNotBeNull();
        await using var stream = (await host.Blobs.OpenRead(findings.Activations.ShouldNotBeNull(), Cancelled)).ShouldNotBeNull();
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, Cancelled);
        var activations = ActivationBlob.Read(bytes);
        activations.Variants.Length.ShouldBe(1 + AugmentationRecipe.NightlyVariants);
        activations.Shape.ShouldBe(new ActivationShape(96, 14, 14));
        findings.ActivationsOf.ShouldBe(ActivationOrigin.Of(activations.Extractor, activations.Recipe));
        activations.Variants[0].Stored.SequenceEqual(activations.Variants[1].Stored).ShouldBeFalse();

        var renderer = host.Get<IVariantRenderer>();
        var once = (await renderer.Render(findings.Master, 1, Cancelled)).ShouldNotBeNull();
        (await renderer.Render(findings.Master, 1, Cancelled)).ShouldBe(once);
        (await renderer.Render(findings.Master, 2, Cancelled)).ShouldNotBe(once);
        (await renderer.Render(BlobDigest.Of("no such master"u8), 1, Cancelled)).ShouldBeNull();
    }
}
