using Crowdsource.Domain.Blobs;
using Crowdsource.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crowdsource.Hosting.Health;

internal sealed class BlobsAnswer(IBlobStore blobs) : IHealthCheck
{
    /// <summary>Whether it is there does not matter.</summary>
    private static readonly BlobDigest s_any = BlobDigest.Of([]);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await blobs.Length(s_any, cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
