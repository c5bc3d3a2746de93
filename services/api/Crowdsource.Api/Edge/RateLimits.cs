using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Crowdsource.Api.Access;
using Crowdsource.Api.Operations;
using Crowdsource.Api.Problems;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Crowdsource.Api.Edge;

/// <summary>
/// A bucket for each valid token, and three for each address: requests without a token, tokens that are none, and the dashboard's. A bucket holds a
/// minute's requests and fills evenly. Answers say what is left, in the headers of draft-ietf-httpapi-ratelimit-headers-10.
/// </summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options)
{
    private const string Unlimited = "none";
    private const int WindowSeconds = 60;

    private readonly RateLimitOptions _options = options.Value;

    public PartitionedRateLimiter<HttpContext> Limiter { get; } = PartitionedRateLimiter.Create<HttpContext, (string Policy, string Who)>(
        context =>
        {
            var policy = Policy(context, options.Value);
            return policy.Name == Unlimited
                ? RateLimitPartition.GetNoLimiter((policy.Name, ""))
                : RateLimitPartition.GetTokenBucketLimiter((policy.Name, policy.Who), _ => Bucket(policy.Quota));
        });

    /// <summary>Tells every limited caller what is left, refused or not.</summary>
    public async Task Describe(HttpContext context, RequestDelegate next)
    {
        var policy = Policy(context, _options);
        if (policy.Name != Unlimited)
        {
            context.Response.OnStarting(() =>
            {
                var left = Math.Max(0, Limiter.GetStatistics(context)?.CurrentAvailablePermits ?? policy.Quota);
                var full = (int)Math.Ceiling((policy.Quota - left) * (double)WindowSeconds / policy.Quota);
                context.Response.Headers["RateLimit-Policy"] = string.Create(
                    CultureInfo.InvariantCulture, $"\"{policy.Name}\";q={policy.Quota};w={WindowSeconds}");
                context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={left};t={full}");
                return Task.CompletedTask;
            });
        }

        await next(context);
    }

    public static async ValueTask Refuse(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1);
        var response = rejected.HttpContext.Response;
        response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await ProblemTypes.RateLimited.Answer().ExecuteAsync(rejected.HttpContext);
    }

    private static (string Name, string Who, int Quota) Policy(HttpContext context, RateLimitOptions options)
    {
        var isDashboard = context.Request.Path.StartsWithSegments(DashboardPages.Path);
        if (!options.Enabled || !(isDashboard || context.Request.Path.StartsWithSegments("/api")) || (options.ExemptLoopback && IsLocal(context)))
        {
            return (Unlimited, "", 0);
        }

        var address = Address(context);
        if (isDashboard)
        {
            // Its page asks several times a second, and its passwords are no bearer's tokens.
            return ("dashboard", address, options.PerTokenPerMinute);
        }

        return context.User.Identity?.IsAuthenticated == true
                ? ("token", Caller.TokenOf(context.User).ToString(), options.PerTokenPerMinute)
            : context.Request.Headers.Authorization.Count > 0 ? ("bad-token", address, options.BadTokensPerAddressPerMinute)
            : ("address", address, options.PerAddressPerMinute);
    }

    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    /// <summary>An IPv6 caller has a whole /64 of addresses, so that is what counts.</summary>
    private static string Address(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
            : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    /// <summary>Filled every second where the quota allows whole requests a second, else one at a time.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / WindowSeconds),
        ReplenishmentPeriod = perMinute >= WindowSeconds ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds((double)WindowSeconds / perMinute),
        QueueLimit = 0,
        AutoReplenishment = false,
    };
}
