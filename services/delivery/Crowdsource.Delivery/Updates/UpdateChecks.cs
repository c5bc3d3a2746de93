using Crowdsource.Contracts.Telemetry;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Releases;
using Microsoft.AspNetCore.Http;

namespace Crowdsource.Delivery.Updates;

/// <summary>
/// Stands before everything else and answers plain update checks, which are most of what a server with many phones is asked: they need no
/// token, route or log line. Whatever is not plain (a list of tags, an unknown channel, another method) goes on to the endpoint.
/// </summary>
internal sealed class UpdateChecks(RequestDelegate next, ChannelAnswers answers)
{
    private const string Prefix = "/updates/v0/campaigns/";
    private const string Middle = "/channels/";

    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!HttpMethods.IsGet(context.Request.Method)
            || Channel(context.Request.Path.Value) is not { } channel
            || await answers.Get(channel, context.RequestAborted) is not { } answer)
        {
            await next(context);
            return;
        }

        var known = context.Request.Headers.IfNoneMatch.ToString();
        if (!IsPlain(known))
        {
            await next(context);
            return;
        }

        Measures.UpdateChecks.Add(1);
        var response = context.Response;
        response.Headers.ETag = answer.Tag;
        response.Headers.CacheControl = UpdateEndpointsV0.ShortLived;
        response.Headers.XContentTypeOptions = "nosniff";
        if (known == answer.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = UpdateEndpointsV0.Json;
        response.ContentLength = answer.Json.Length;
        Measures.UpdateBytes.Add(answer.Json.Length);
        await response.BodyWriter.WriteAsync(answer.Json, context.RequestAborted);
    }

    /// <summary>Nothing, or one strong tag.</summary>
    private static bool IsPlain(string tags) => tags.Length == 0 || (tags[0] == '"' && !tags.Contains(',', StringComparison.Ordinal));

    private static ChannelId? Channel(string? path)
    {
        if (path is null || !path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var middle = path.IndexOf(Middle, Prefix.Length, StringComparison.Ordinal);
        if (middle < 0)
        {
            return null;
        }

        var (campaign, name) = (path[Prefix.Length..middle], path[(middle + Middle.Length)..]);
        return CampaignId.IsValid(campaign) && CampaignId.IsValid(name) ? new ChannelId(new CampaignId(campaign), name) : null;
    }
}
