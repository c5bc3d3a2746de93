using System.Diagnostics;
using Crowdsource.Api.Access;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Audit;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Api.Audit;

/// <summary>
/// Signs what staff change. The signature travels with the grain calls, and each grain's commit turns it into a row of its own transaction;
/// a request that changed nothing leaves a row that says why.
/// </summary>
internal static class AuditFilter
{
    /// <summary>The entry of the request context that names the request; the host puts it there.</summary>
    private const string CorrelationKey = "correlation";

    public static async ValueTask<object?> Invoke(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (ActionOf(context.HttpContext) is not { } action)
        {
            return await next(context);
        }

        RequestContext.Set(StaffAction.Key, action);
        object? result;
        try
        {
            result = await next(context);
        }
        catch (Exception exception)
        {
            await TakeDown(context.HttpContext, action, ApiExceptionHandler.Explain(exception).Problem.Code);
            throw;
        }
        finally
        {
            RequestContext.Remove(StaffAction.Key);
        }

        await TakeDown(context.HttpContext, action, Outcome(result));
        return result;
    }

    /// <summary>The row that belongs to an effect which no grain commits; none when the caller is no staff.</summary>
    public static IReadOnlyList<object> Sign(string subject, DateTimeOffset now) =>
        RequestContext.Get(StaffAction.Key) is StaffAction action ? [action.Entry(subject, null, AuditEntry.Done, now)] : [];

    private static StaffAction? ActionOf(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        return !IsRead(context.Request.Method)
            && Caller.ScopeOf(context.User) is TokenScope.Curator or TokenScope.Owner
            && endpoint?.Metadata.GetMetadata<ChangesNothing>() is null
            && endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } name
                ? new StaffAction(
                    Guid.CreateVersion7(),
                    Caller.TokenOf(context.User),
                    context.User.Identity?.Name ?? "",
                    name,
                    Subject(context.Request.RouteValues),
                    context.GetRouteValue("campaign") is string id && CampaignId.IsValid(id) ? new CampaignId(id) : null,
                    RequestContext.Get(CorrelationKey) as string ?? Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier)
                : null;
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static string? Subject(RouteValueDictionary route) =>
        route.Where(value => value.Key != "campaign").Select(value => $"{value.Key}/{value.Value}").LastOrDefault();

    private static async Task TakeDown(HttpContext context, StaffAction action, string outcome)
    {
        // Whether the caller still waits or not: the log has no gaps.
        var catalogue = context.RequestServices.GetRequiredService<ICatalogue>();
        if (!await catalogue.Read(
            (db, token) => db.Set<AuditEntry>().AnyAsync(entry => entry.Request == action.Request, token), CancellationToken.None))
        {
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            // What was refused to be made has no name yet.
            var subject = action.Campaign is { } campaign ? $"campaign/{campaign}" : $"{context.Request.Path}";
            await catalogue.Write(
                async (db, token) =>
                {
                    db.Add(action.Entry(subject, null, outcome, now));
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None);
        }
    }

    private static string Outcome(object? result)
    {
        while (result is INestedHttpResult nested)
        {
            result = nested.Result;
        }

        return result switch
        {
            ProblemHttpResult { ProblemDetails.Type: { } type } => type[(type.LastIndexOf('/') + 1)..],
            IStatusCodeHttpResult { StatusCode: >= 400 } => ProblemTypes.Internal.Code,
            _ => AuditEntry.Unchanged,
        };
    }
}
