using System.Diagnostics;
using System.Text.Json;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Pictures;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Submissions;
using Crowdsource.Storage;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Augmenter.Predictions;

/// <summary>What a released version sees in a photo: children decode it, the bundle names the labels.</summary>
internal sealed class ModelPredictor(ICatalogue catalogue, IBlobStore blobs, PhotoPredictor predictor) : IPredictor
{
    public async Task<PredictOutcome> Predict(CampaignId campaign, int version, ReadOnlyMemory<byte> photo, CancellationToken cancellationToken)
    {
        var model = await catalogue.Read(
            (db, token) => db.Set<ModelVersion>().FirstOrDefaultAsync(row => row.Campaign == campaign && row.Version == version, token),
            cancellationToken);
        if (model is null)
        {
            return new PredictOutcome.NoSuchModel();
        }

        return await predictor.Predict(photo, FileOf(model, BundleFormat.ModelFile(ArtifactId.OnnxFp32)).Digest, cancellationToken) switch
        {
            PhotoPrediction.Predicted predicted => new PredictOutcome.Predicted(
                [.. (await Labels(model, cancellationToken)).Zip(predicted.Probabilities, (label, share) => (label.Name, (double)share))]),
            PhotoPrediction.Refused refused => new PredictOutcome.Unreadable(refused.Code),
            PhotoPrediction.Failed => new PredictOutcome.Unreadable(RejectionCode.CannotProcess),
            PhotoPrediction.NoModel => new PredictOutcome.NoSuchModel(),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<IReadOnlyList<BundleLabel>> Labels(ModelVersion model, CancellationToken cancellationToken)
    {
        var file = FileOf(model, BundleFormat.LabelsFile);
        await using var stream = await blobs.OpenRead(file.Digest, cancellationToken)
            ?? throw new InvalidDataException($"The blob {file.Digest} of {file.Path} is missing: run crowdsource doctor.");
        return await JsonSerializer.DeserializeAsync<BundleLabel[]>(stream, JsonSerializerOptions.Web, cancellationToken) ?? [];
    }

    private static BundleFile FileOf(ModelVersion model, string path) =>
        model.File(ArtifactId.OnnxFp32, path) ?? throw new InvalidDataException($"Version {model.Version} of {model.Campaign} has no {path}.");
}
