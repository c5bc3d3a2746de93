using System.Diagnostics;
using Crowdsource.Domain.Work;

namespace Crowdsource.Grains;

/// <summary>Work that a state owes.</summary>
internal static class Owed
{
    /// <summary>The entry of Orleans' request context that names the request which caused it all.</summary>
    public const string CorrelationKey = "correlation";

    /// <summary>Due at once; the same kind and subject are owed once only.</summary>
    public static WorkItem Now(string kind, string subject, DateTimeOffset now) => new()
    {
        Kind = kind,
        Subject = subject,
        Key = $"{kind}/{subject}",
        CreatedAt = now,
        Correlation = RequestContext.Get(CorrelationKey) as string,
        Trace = Activity.Current?.Id,
    };
}
