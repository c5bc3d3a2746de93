using System.Collections.Immutable;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Trainer.Training;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Export;

/// <summary>Builds what phones get of a promoted model, and stores its files.</summary>
internal sealed class BundleStore(ICatalogue catalogue, IBlobStore blobs)
{
    public async Task<ImmutableArray<ModelArtifact>> Put(
        CampaignState campaign, Snapshot snapshot, TrainedModel trained, byte[] file, Classifier model, CancellationToken cancellationToken)
    {
        var ingredients = new BundleIngredients
        {
            Campaign = campaign.Id,
            Version = await NextVersion(campaign.Id, cancellationToken),
            Model = file,
            Labels = [.. snapshot.Labels.Select(label => new BundleLabel(label.Id, label.Name))],
            Preprocessing = Preprocessing.Default,
            Thresholds = new Thresholds(Temperature: 1, trained.AbstainBelow),
            Licence = Licence(campaign, trained),
            Notice = Notice(campaign, trained),
        };
        var bundle = BundleBuilder.Build(ingredients, input => model.Predict(input));
        var files = ImmutableArray.CreateBuilder<BundleFile>();
        foreach (var content in bundle.Files)
        {
            files.Add(new BundleFile(content.Path, (await blobs.Put(content.Bytes, cancellationToken)).Digest, content.Bytes.Length));
        }

        return
        [
            new ModelArtifact
            {
                Id = ArtifactId.OnnxFp32, InputSize = Preprocessing.Default.InputSize, Bytes = file.Length, MultiplyAdds = trained.Network.MultiplyAdds, Files = files.ToImmutable(),
            },
        ];
    }

    /// <summary>The number that the verdict will give: a campaign has one night open at a time, and its fence lets one trainer conclude.</summary>
    private Task<int> NextVersion(CampaignId campaign, CancellationToken cancellationToken) => catalogue.Read(
        async (db, token) =>
            (await db.Set<ModelVersion>().Where(model => model.Campaign == campaign).MaxAsync(model => (int?)model.Version, token) ?? 0) + 1,
        cancellationToken);

    private static string Licence(CampaignState campaign, TrainedModel trained) =>
        $"This model was trained on volunteers' photos that were given under {campaign.Consent.Licence}.\n"
        + (trained.Attribution is null ? "" : $"It contains weights under {PretrainedWeights.Licence}: https://www.apache.org/licenses/LICENSE-2.0\n");

    private static string Notice(CampaignState campaign, TrainedModel trained) =>
        $"Photos: the volunteers of the campaign \"{campaign.Name}\".\n" + (trained.Attribution is null ? "" : trained.Attribution + "\n");
}
