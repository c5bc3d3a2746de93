using System.Collections.Immutable;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Trainer.Training;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Export;

/// <summary>Builds what phones get of a promoted model, and stores its files.</summary>
internal sealed class BundleStore(ICatalogue catalogue, IBlobStore blobs)
{
    /// <summary>How far probabilities may be off on another machine and engine: 8-bit kernels differ by a code here and there.</summary>
    private const float ToleranceOfFloats = 1e-3f, ToleranceOfHalves = 0.02f, ToleranceOfBytes = 0.1f;

    public async Task<ImmutableArray<BundleFile>> Put(
        CampaignState campaign, int version, Snapshot snapshot, TrainedModel trained, WrittenArtifact artifact, GoldenRuns runs,
        CancellationToken cancellationToken)
    {
        var bundle = BundleBuilder.Build(
            new BundleIngredients
            {
                Campaign = campaign.Id,
                Version = version,
                Artifact = artifact.Id,
                Model = artifact.File,
                Labels = [.. snapshot.Labels.Select(label => new BundleLabel(label.Id, label.Name, label.NoneOfThese))],
                Preprocessing = artifact.StandIn.Preprocessing with { Layout = Layout(artifact.Id) },
                Thresholds = new Thresholds(Temperature: 1, trained.AbstainBelow),
                Licence = Licence(campaign, trained),
                Notice = Notice(campaign, trained),
                GoldenTolerance = Tolerance(artifact.Id),
            },
            input => runs.Predict(artifact.StandIn, input));
        var files = ImmutableArray.CreateBuilder<BundleFile>();
        foreach (var content in bundle.Files)
        {
            files.Add(new BundleFile(content.Path, (await blobs.Put(content.Bytes, cancellationToken)).Digest, content.Bytes.Length));
        }

        return files.ToImmutable();
    }

    /// <summary>The number that the verdict will give: a campaign has one night open at a time, and its fence lets one trainer conclude.</summary>
    public Task<int> NextVersion(CampaignId campaign, CancellationToken cancellationToken) => catalogue.Read(
        async (db, token) =>
            (await db.Set<ModelVersion>().Where(model => model.Campaign == campaign).MaxAsync(model => (int?)model.Version, token) ?? 0) + 1,
        cancellationToken);

    private static string Layout(string artifact) => ArtifactId.Engine(artifact) switch
    {
        "tflite" => Preprocessing.Nhwc,
        "coreml" => Preprocessing.Picture,
        _ => Preprocessing.Nchw,
    };

    private static float Tolerance(string artifact) =>
        artifact.Contains("int8", StringComparison.Ordinal) ? ToleranceOfBytes
        : artifact.Contains("fp32", StringComparison.Ordinal) ? ToleranceOfFloats
        : ToleranceOfHalves;

    private static string Licence(CampaignState campaign, TrainedModel trained) =>
        $"This model was trained on volunteers' photos that were given under {campaign.Consent.Licence}.\n"
        + (trained.Attribution is null ? "" : $"It contains weights under {PretrainedWeights.Licence}: https://www.apache.org/licenses/LICENSE-2.0\n");

    private static string Notice(CampaignState campaign, TrainedModel trained) =>
        $"Photos: the volunteers of the campaign \"{campaign.Name}\".\n" + (trained.Attribution is null ? "" : trained.Attribution + "\n");
}
