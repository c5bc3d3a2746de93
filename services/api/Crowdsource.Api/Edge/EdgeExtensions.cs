using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crowdsource.Api.Edge;

/// <summary>What stands between strangers and the endpoints: who may call how often, how much, how slowly, and from which pages.</summary>
internal static class EdgeExtensions
{
    /// <summary>What pages elsewhere may read of an answer, beside its body.</summary>
    private static readonly string[] s_exposed =
    [
        "ETag", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "X-Correlation-Id", "Content-Disposition",
        "Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm", "Upload-Offset", "Upload-Length",
        "Upload-Metadata", "Upload-Expires",
    ];

    public static void AddEdge(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EdgeOptions>().BindConfiguration(EdgeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CorsOptions>().BindConfiguration(CorsOptions.Section)
            .Validate(
                cors => cors.Origins.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == origin),
                $"{CorsOptions.Section}:Origins wants origins such as https://app.example.org, without a path.")
            .ValidateOnStart();
        services.AddSingleton<RateLimits>();
        services.AddRateLimiter(limiter => limiter.OnRejected = RateLimits.Refuse);
        services.AddOptions<RateLimiterOptions>().Configure<RateLimits>((limiter, limits) => limiter.GlobalLimiter = limits.Limiter);
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<CorsOptions>>((cors, ours) =>
            cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. ours.Value.Origins]).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(s_exposed)));
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<EdgeOptions>>((kestrel, edge) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(edge.Value.HeaderSeconds);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(
                edge.Value.SlowestBodyBytesPerSecond, TimeSpan.FromSeconds(edge.Value.SlowBodySeconds));
        });
    }

    /// <summary>Known callers are limited by token, so authentication comes first; refusals of authorization count too.</summary>
    public static void UseEdge(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<RateLimits>();
        app.UseCors();
        app.UseAuthentication();
        app.Use(limits.Describe);
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    /// <summary>Endpoints that read JSON read no book.</summary>
    public static TBuilder LimitJson<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<IAcceptsMetadata>().Any(accepts => accepts.ContentTypes.Contains("application/json"))
                && !endpoint.Metadata.OfType<IRequestSizeLimitMetadata>().Any())
            {
                endpoint.Metadata.Add(new JsonSizeLimit());
            }
        });
        return endpoints;
    }

    private sealed class JsonSizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => EdgeOptions.MostJsonBytes;
    }
}
