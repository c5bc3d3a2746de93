using System.Diagnostics;
using Crowdsource.Api.Access;
using Crowdsource.Api.Audit;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Models.Cards;
using Crowdsource.Api.Nights;
using Crowdsource.Api.Paging;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Pictures;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Problems;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Models;

internal static class ModelEndpoints
{
    private const int MostPredictions = 5;
    private const string Binary = "application/octet-stream";

    public static void MapModels(this IEndpointRouteBuilder campaign)
    {
        var models = campaign.MapGroup("/models").WithTags("Models").Allow(TokenScope.Curator, TokenScope.App);
        models.MapGet("", List).WithName("ListModels").WithSummary("Model versions, newest first, with their metrics.");
        models.MapGet("/{version:int}", Get).WithName("GetModel").WithSummary("A model version: its metrics and its files for each engine.");
        models.MapGet("/{version:int}/artifacts/{engine}/{precision}/{**path}", Artifact).WithName("GetModelArtifact")
            .WithSummary("One file of an artifact's bundle, such as onnx/int8/model.onnx.")
            .Produces<byte[]>(StatusCodes.Status200OK, Binary);
        models.MapCards();
        models.MapPost("/{version:int}/predictions", Predict).WithName("Predict")
            .WithSummary("What the model says of a photo; nothing is stored.")
            .WithMetadata(new ChangesNothing())
            .Accepts<byte[]>("image/jpeg", "image/png", "image/webp", Binary)
            .Problems(ProblemTypes.EmptyBody, ProblemTypes.BodyTooLarge, ProblemTypes.UnreadablePhoto, ProblemTypes.Busy);
    }

    private static async Task<Ok<Protocol.Page<ModelResponse>>> List(
        CurrentCampaign campaign, [AsParameters] PageParameters page, ICatalogue catalogue, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        var (rows, nights) = await catalogue.Read(
            async (db, token) =>
            {
                var models = await db.Set<ModelVersion>().Where(model => model.Campaign == id).Newest(page.Start, page.Size, token);
                var numbers = models.Items.Select(model => model.Night).ToList();
                var made = await db.Set<NightState>().Where(night => night.Campaign == id && numbers.Contains(night.Number))
                    .ToDictionaryAsync(night => night.Number, token);
                return (models, made);
            },
            cancellationToken);
        return TypedResults.Ok(PageParameters.Page(
            rows, model => ToResponse(model, nights.GetValueOrDefault(model.Night), campaign.State)));
    }

    private static async Task<Results<Ok<ModelResponse>, ProblemHttpResult>> Get(
        CurrentCampaign campaign, int version, ICatalogue catalogue, CancellationToken cancellationToken) =>
        await Find(campaign.Id, version, catalogue, cancellationToken) is { } model
            ? TypedResults.Ok(ToResponse(
                model, await catalogue.FindNight(campaign.Id, model.Night, cancellationToken), campaign.State))
            : ProblemTypes.NotFound.Answer();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Artifact(
        CurrentCampaign campaign, int version, string engine, string precision, string path, ICatalogue catalogue, IBlobStore blobs,
        CancellationToken cancellationToken)
    {
        var model = await Find(campaign.Id, version, catalogue, cancellationToken);
        return model?.File($"{engine}/{precision}", path) is { } wanted
            && await blobs.OpenRead(wanted.Digest, cancellationToken) is { } file
            ? TypedResults.Stream(file, Binary, Path.GetFileName(wanted.Path))
            : ProblemTypes.NotFound.Answer();
    }

    private static async Task<Results<Ok<PredictionResponse>, ProblemHttpResult>> Predict(
        CurrentCampaign campaign, int version, HttpRequest request, [FromServices] IPredictor predictor, CancellationToken cancellationToken)
    {
        PhotoUpload.RefuseAnnouncedSize(request);
        if (await PhotoUpload.IsEmpty(request, cancellationToken))
        {
            return ProblemTypes.EmptyBody.Answer();
        }

        var photo = await PhotoUpload.ReadAll(request, cancellationToken);
        return await predictor.Predict(campaign.Id, version, photo, cancellationToken) switch
        {
            PredictOutcome.Predicted predicted => TypedResults.Ok(new PredictionResponse(version, Top(predicted.Labels))),
            PredictOutcome.NoSuchModel => ProblemTypes.NotFound.Answer(),
            PredictOutcome.Unreadable unreadable => ProblemTypes.UnreadablePhoto.Answer(RejectionCode.Advice(unreadable.Code)),
            _ => throw new UnreachableException(),
        };
    }

    private static IReadOnlyList<LabelProbability> Top(IReadOnlyList<(string Label, double Probability)> labels) =>
    [
        .. labels.OrderByDescending(label => label.Probability)
            .Take(MostPredictions)
            .Select(label => new LabelProbability(label.Label, label.Probability)),
    ];

    private static Task<ModelVersion?> Find(
        CampaignId campaign, int version, ICatalogue catalogue, CancellationToken cancellationToken) =>
        catalogue.Read(
            (db, token) => db.Set<ModelVersion>().FirstOrDefaultAsync(model => model.Campaign == campaign && model.Version == version, token),
            cancellationToken);

    private static ModelResponse ToResponse(ModelVersion model, NightState? night, CampaignState campaign) => new(
        model.Version,
        model.Night,
        model.CreatedAt,
        [.. model.Artifacts.Select(ModelDocuments.ToResponse)],
        model.Generation is { } generation ? new GenerationResponse(generation.Number, generation.AdoptedAt, generation.Why) : null,
        night?.Report?.ToResponse(campaign));
}
