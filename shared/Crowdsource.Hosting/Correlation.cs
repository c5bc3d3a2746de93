using Microsoft.AspNetCore.Http;
using Serilog.Context;

namespace Crowdsource.Hosting;

/// <summary>
/// One identifier from a request through grains and work to the consumer, in every log line: taken from the request's
/// <c>X-Correlation-Id</c> when it is a short plain word, else made from its trace.
/// </summary>
public static class Correlation
{
    internal const string Key = "correlation";

    private const string Header = "X-Correlation-Id";
    private const string LogProperty = "Correlation";
    private const int Longest = 64;

    /// <summary>The middleware. Answers carry the identifier, so that a person can name it when something went wrong.</summary>
    public static async Task Invoke(HttpContext context, RequestDelegate next)
    {
        var given = context.Request.Headers[Header].ToString();
        var correlation = given.Length is > 0 and <= Longest && given.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? given
            : System.Diagnostics.Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

        // At the last moment: an error handler clears the headers that were set before it.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = correlation;
            return Task.CompletedTask;
        });
        using (Enter(correlation))
        {
            await next(context);
        }
    }

    /// <summary>Continues it in this flow of control.</summary>
    internal static IDisposable Enter(string correlation)
    {
        RequestContext.Set(Key, correlation);
        return LogContext.PushProperty(LogProperty, correlation);
    }
}
