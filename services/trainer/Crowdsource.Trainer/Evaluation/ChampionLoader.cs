using System.Collections.Immutable;
using System.Text.Json;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Releases;
using Crowdsource.Inference;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>Loads what a candidate has to beat.</summary>
internal sealed class ChampionLoader(ICatalogue catalogue, IBlobStore blobs, SnapshotHistory history)
{
    /// <summary>Null when the stable channel offers nothing.</summary>
    /// <exception cref="InvalidDataException">A file of the version is gone or damaged.</exception>
    public async Task<Champion?> Load(CampaignState campaign, CancellationToken cancellationToken)
    {
        var channel = await catalogue.Load<ChannelState>(new ChannelId(campaign.Id, ChannelId.Stable), cancellationToken);
        if (channel?.State.Current is not { Version: var version })
        {
            return null;
        }

        var model = await catalogue.Read(
            (db, token) => db.Set<ModelVersion>().FirstOrDefaultAsync(row => row.Campaign == campaign.Id && row.Version == version, token),
            cancellationToken) ?? throw new InvalidDataException($"{campaign.Id} offers version {version}, which it does not have.");
        var labels = JsonSerializer.Deserialize<ImmutableArray<BundleLabel>>(
            await Read(model, BundleFormat.LabelsFile, cancellationToken), JsonSerializerOptions.Web);
        var snapshot = await history.OfVersion(campaign.Id, version, cancellationToken);
        var classifier = new Classifier(await Read(model, BundleFormat.ModelFile(ArtifactId.OnnxFp32), cancellationToken), Preprocessing.Default);
        return new Champion(
            version, [.. labels.Select(label => campaign.CountsAs(new LabelId(label.Id)).Value)], classifier, snapshot?.Under(campaign));
    }

    private async Task<byte[]> Read(ModelVersion model, string path, CancellationToken cancellationToken)
    {
        var file = model.File(ArtifactId.OnnxFp32, path)
            ?? throw new InvalidDataException($"Version {model.Version} of {model.Campaign} has no {path}.");
        return await blobs.ReadAll(file.Digest, cancellationToken);
    }
}
