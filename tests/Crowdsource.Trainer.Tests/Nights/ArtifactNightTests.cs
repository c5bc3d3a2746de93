using System.Text.Json;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Formats.Quantization;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Testing.Hosts;
using Crowdsource.Trainer.Export;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Tests.Nights;

public sealed class ArtifactNightTests
{
    private const int PhotosPerLabel = 16;
    private static readonly string[] s_labels = ["banana", "carrots", "juice"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_night_ships_all_artifacts_and_the_next_one_only_writes_new_heads_and_withholds_what_answers_otherwise()
    {
        await using var host = await StepByStepCampaign.StartHost(SharedFiles.Require("weights", PretrainedWeights.FileName));
        var steps = new StepByStepCampaign(host, await SmallCampaign.Create(host, "grocery", s_labels));
        await steps.Accept(Photos(0));

        var first = Promoted(await steps.RunNight());
        var shipped = await Model(host, 1);
        shipped.Artifacts.Select(artifact => artifact.Id).ShouldBe(ArtifactId.All);
        shipped.Artifacts.Where(artifact => artifact.InputSize == 224).ShouldAllBe(artifact => artifact.Withheld == null);
        shipped.Shipped(ArtifactId.OnnxFp32)!.Parity.ShouldBeNull();
        shipped.Shipped(ArtifactId.TfliteInt8)!.Parity.ShouldBe(shipped.Shipped(ArtifactId.OnnxInt8)!.Parity);
        shipped.Shipped(ArtifactId.OnnxFp16)!.Parity!.Photos.ShouldBe(80);
        shipped.Shipped(ArtifactId.OnnxInt8)!.Bytes.ShouldBeLessThan(shipped.Shipped(ArtifactId.OnnxFp32)!.Bytes / 3);
        await steps.Sweep();
        foreach (var file in shipped.Artifacts.SelectMany(artifact => artifact.Files))
        {
            (await host.Blobs.Length(file.Digest, Cancelled)).ShouldBe(file.Bytes, file.Path);
        }

        foreach (var artifact in shipped.Artifacts)
        {
            var model = artifact.Files.Single(file => file.Path == BundleFormat.ModelFile(artifact.Id));
            (await host.Blobs.ReadAll(model.Digest, Cancelled)).AsSpan().IndexOf("Licensed under the Apache License 2.0"u8).ShouldBeGreaterThan(0, artifact.Id);
        }

        await steps.Accept(Photos(PhotosPerLabel));
        var second = Promoted(await steps.RunNight());
        var (before, after) = (await Manifest(host, first), await Manifest(host, second));
        after.Calibrations.Keys.ShouldBe([128, 160, 224]);
        after.Calibrations.ShouldBe(before.Calibrations);
        after.Features.Keys.ShouldBe(before.Features.Keys);
        after.Views.Intersect(before.Views).Count().ShouldBeGreaterThan(60);
        await steps.Sweep();
        (await host.Blobs.Length(new BlobDigest(before.Features.Values.First()), Cancelled)).ShouldBeNull();

        await Spoil(host, "grocery", 2, after);
        await steps.Accept(Photos(2 * PhotosPerLabel));
        var third = Promoted(await steps.RunNight());
        var withheld = (await Model(host, 3)).Artifacts.Where(artifact => artifact.Withheld is not null).ToList();
        withheld.Select(artifact => artifact.Id).ShouldContain(ArtifactId.OnnxInt8);
        withheld.ShouldAllBe(artifact => artifact.Files.IsEmpty && artifact.Withheld!.Code == ArtifactRules.Parity);
        third.Notes.ShouldContain(note => note.StartsWith($"Withheld: {ArtifactId.TfliteInt8} answers as 32-bit weights on", StringComparison.Ordinal));
        (await Model(host, 3)).Shipped(ArtifactId.OnnxFp16).ShouldNotBeNull();
        (await steps.Offered()).ShouldBe(3);
    }

    private static NightReport Promoted(NightState night)
    {
        night.Phase.ShouldBe(NightPhase.Promoted, string.Join(" ", night.Reasons.Select(reason => reason.Text)));
        return night.Report.ShouldNotBeNull();
    }

    private static Task<ModelVersion> Model(EmbeddedHost host, int version) =>
        host.Catalogue.Read((db, token) => db.Set<ModelVersion>().SingleAsync(model => model.Version == version, token), Cancelled);

    private static async Task<ParityManifest> Manifest(EmbeddedHost host, NightReport report) => JsonSerializer.Deserialize<ParityManifest>(
        await host.Blobs.ReadAll(report.Parity.ShouldNotBeNull(), Cancelled), JsonSerializerOptions.Web)!;

    /// <summary>From here on, everything that a layer gives is cut off far too low on the int8 grid.</summary>
    private static async Task Spoil(EmbeddedHost host, string campaign, int night, ParityManifest manifest)
    {
        var calibrations = manifest.Calibrations;
        foreach (var (size, calibration) in manifest.Calibrations)
        {
            var ranges = ActivationRanges.Parse(await host.Blobs.ReadAll(new BlobDigest(calibration.Ranges), Cancelled));
            var narrow = new ActivationRanges(ranges.Layers.Select(layer => KeyValuePair.Create(layer, new ActivationRange(0, 0.01f))));
            calibrations = calibrations.SetItem(size, calibration with { Ranges = (await host.Blobs.Put(narrow.ToJson(), Cancelled)).Digest.Value });
        }

        var spoiled = manifest with { Calibrations = calibrations };
        var stored = await host.Blobs.Put(JsonSerializer.SerializeToUtf8Bytes(spoiled, JsonSerializerOptions.Web), Cancelled);
        var row = (await host.Catalogue.Load<NightState>(new NightId($"{campaign}/{night}"), Cancelled)).ShouldNotBeNull();
        await host.Catalogue.Commit(
            new Commit<NightState>(row.State with { Report = row.State.Report! with { Parity = stored.Digest } }), row.Version, Cancelled);
    }

    private static IEnumerable<(byte[] Photo, string Label)> Photos(int skip) => s_labels.SelectMany(label =>
        Directory.GetFiles(SharedFiles.Require("photos", "grocery", label))
            .Order(StringComparer.Ordinal)
            .Skip(skip)
            .Take(PhotosPerLabel)
            .Select(path => (File.ReadAllBytes(path), label)));
}
