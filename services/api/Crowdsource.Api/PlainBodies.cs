using Crowdsource.Api.Problems;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace Crowdsource.Api;

/// <summary>Bodies are read as they are: nothing is inflated, so that no small body becomes a large one.</summary>
internal static class PlainBodies
{
    public static Task Demand(HttpContext context, RequestDelegate next)
    {
        var encoding = context.Request.Headers.ContentEncoding;
        return encoding.Count == 0 || (encoding is [{ } one] && one.Equals("identity", StringComparison.OrdinalIgnoreCase))
            ? next(context)
            : ProblemTypes.UnsupportedMediaType.Answer("Send the body without Content-Encoding.").ExecuteAsync(context);
    }
}
