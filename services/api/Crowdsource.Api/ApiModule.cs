using Crowdsource.Api.Access;
using Crowdsource.Api.Audit;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Datasets;
using Crowdsource.Api.Edge;
using Crowdsource.Api.Leaderboards;
using Crowdsource.Api.Missions;
using Crowdsource.Api.Models;
using Crowdsource.Api.Models.Cards;
using Crowdsource.Api.Newsletters;
using Crowdsource.Api.Nights;
using Crowdsource.Api.OpenApi;
using Crowdsource.Api.Operations;
using Crowdsource.Api.Problems;
using Crowdsource.Api.Releases;
using Crowdsource.Api.Reviews;
using Crowdsource.Api.Submissions;
using Crowdsource.Api.Uploads;
using Crowdsource.Api.Validation;
using Crowdsource.Api.Volunteers;
using Crowdsource.Contracts.Pictures;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Api;

/// <summary>
/// The REST API. The host brings grains (<c>IGrainFactory</c>), the catalogue with its work queue, the blob store, a clock, and may bring
/// <see cref="IPredictor"/> and <see cref="IVariantRenderer"/>.
/// </summary>
public static class ApiModule
{
    public static IServiceCollection AddCrowdsourceApi(this IServiceCollection services)
    {
        services.AddTokenAccess();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddProblemDetails();
        services.AddValidatorsFromAssembly(typeof(ApiModule).Assembly, ServiceLifetime.Singleton, includeInternalTypes: true);
        services.ConfigureHttpJsonOptions(options => ProtocolJson.Apply(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton<PhotoIntake>();
        services.AddOptions<QuotaOptions>().BindConfiguration(QuotaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Quotas>();
        services.AddSingleton<CardSource>();
        services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<UploadSweep>();
        services.AddEdge();
        services.AddApiDocument();
        return services;
    }

    /// <summary>What stands before every endpoint: headers, and a problem for whatever goes wrong.</summary>
    public static IApplicationBuilder UseCrowdsourceApi(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<SecurityHeaders>();
        app.Use(TusProtocol.OverrideMethod);
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => ProblemPages.Write(context.HttpContext));
        // Said here and not left to the host, which would do it first: what fails in them is then answered as everything else.
        app.UseRouting();
        app.Use(TusProtocol.TellVersion);
        app.UseEdge();
        app.Use(PlainBodies.Demand);
        app.Use(TusProtocol.DemandVersion);
        return app;
    }

    public static IEndpointRouteBuilder MapCrowdsourceApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(AuditFilter.Invoke).AddEndpointFilterFactory(ValidationFilter.Create)
            .LimitJson();
        var campaign = api.MapGroup("/campaigns/{campaign}").AddEndpointFilter(CampaignFilter.Invoke).Problems(ProblemTypes.NotFound);

        api.MapCampaigns(campaign);
        campaign.MapLabels();
        api.MapVolunteers(campaign);
        campaign.MapSubmissions();
        campaign.MapUploads();
        campaign.MapDirectUploads();
        campaign.MapPictures();
        campaign.MapWithdrawn();
        campaign.MapAppeals();
        campaign.MapLineage();
        campaign.MapReviews();
        campaign.MapVotes();
        campaign.MapMissions();
        campaign.MapDataset();
        campaign.MapNewsletter();
        campaign.MapLeaderboard();
        campaign.MapNights();
        campaign.MapModels();
        campaign.MapReleases();
        api.MapTokens();
        api.MapOperations();
        api.MapAudit();

        app.MapProblemPages();
        app.MapApiDocument();
        app.MapDashboard();
        return app;
    }
}
