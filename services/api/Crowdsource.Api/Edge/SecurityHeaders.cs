using Microsoft.AspNetCore.Http;

namespace Crowdsource.Api.Edge;

/// <summary>Headers that every answer should have; an endpoint that sets one keeps its own.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        context.Response.OnStarting(Set, context.Response);
        return next(context);
    }

    private static Task Set(object state)
    {
        var response = (HttpResponse)state;
        response.Headers.TryAdd("X-Content-Type-Options", "nosniff");
        response.Headers.TryAdd("Referrer-Policy", "no-referrer");
        response.Headers.TryAdd("X-Frame-Options", "DENY");
        response.Headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        if (response.HttpContext.Request.IsHttps)
        {
            response.Headers.TryAdd("Strict-Transport-Security", "max-age=31536000");
        }

        if (response.HttpContext.Request.Path.StartsWithSegments("/api"))
        {
            // Answers depend on the token.
            response.Headers.TryAdd("Cache-Control", "no-store");
            response.Headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        }

        return Task.CompletedTask;
    }
}
