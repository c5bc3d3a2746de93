using Crowdsource.Storage.S3;
using Microsoft.Extensions.Hosting;

namespace Crowdsource.Hosting.Blobs;

/// <summary>A host whose S3 is away, refuses or cannot do what we rely on says so at once.</summary>
internal sealed class S3Start(S3Bucket bucket) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => bucket.Prepare(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
