using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crowdsource.Hosting.Health;

/// <summary>Says whether a host lives, and whether it can do what it is there for.</summary>
internal static class HealthRegistration
{
    /// <summary>Whoever asks does not wait longer than a balancer would.</summary>
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(4);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<CatalogueAnswers>("catalogue", timeout: s_answerWithin)
        .AddCheck<BlobsAnswer>("blobs", timeout: s_answerWithin);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").ExcludeFromDescription();
        health.MapGet("/live", () => TypedResults.Text("live"));
        health.MapGet("/ready", Ready);
    }

    /// <summary>503 while something is away without which this host is of no use; each part that is not well is named.</summary>
    private static async Task<ContentHttpResult> Ready(HealthCheckService health, CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(cancellationToken);
        var ailing = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => entry.Key);
        return report.Status == HealthStatus.Healthy ? TypedResults.Text("ready")
            : report.Status == HealthStatus.Degraded ? TypedResults.Text($"ready, without: {string.Join(", ", ailing)}")
            : TypedResults.Text($"not ready: {string.Join(", ", ailing)}", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
