using Crowdsource.Api.Problems;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace Crowdsource.Api.Uploads;

/// <summary>What tus 1.0 (https://tus.io/protocols/resumable-upload) asks of every request and answer.</summary>
internal static class TusProtocol
{
    public const string Version = "1.0.0";
    public const string Extensions = "creation,creation-with-upload,checksum,termination,expiration";
    public const string Algorithms = "sha1,sha256";
    public const string PieceType = "application/offset+octet-stream";

    private const string MethodOverride = "X-HTTP-Method-Override";
    private const string UploadsSegment = "/uploads/";

    /// <summary>For clients that know no PATCH. Before routing, which goes by the method.</summary>
    public static Task OverrideMethod(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method)
            && request.Path.Value?.Contains(UploadsSegment, StringComparison.Ordinal) == true
            && request.Headers[MethodOverride] is [{ } method])
        {
            request.Method = HttpMethods.GetCanonicalizedValue(method);
        }

        return next(context);
    }

    /// <summary>Every answer says which version is spoken. After routing, which knows who speaks tus at all.</summary>
    public static Task TellVersion(HttpContext context, RequestDelegate next)
    {
        if (SpeaksTus(context))
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["Tus-Resumable"] = Version;
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    /// <summary>Every request says so too. After authorization: strangers learn nothing.</summary>
    public static Task DemandVersion(HttpContext context, RequestDelegate next)
    {
        if (!SpeaksTus(context) || HttpMethods.IsOptions(context.Request.Method) || context.Request.Headers["Tus-Resumable"] == Version)
        {
            return next(context);
        }

        context.Response.Headers["Tus-Version"] = Version;
        return ProblemTypes.OtherTusVersion.Answer($"Send the header Tus-Resumable: {Version}.").ExecuteAsync(context);
    }

    private static bool SpeaksTus(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<TusResource>() is not null;
}
