using System.Net;
using Polly;
using Polly.Retry;

namespace Crowdsource.Storage.S3;

/// <summary>
/// Every request to the S3 goes through here: what fails at once is tried again twice, what does not answer is given up, and what remains is
/// a <see cref="BlobStoreUnavailableException"/>.
/// </summary>
internal sealed class S3Transport() : DelegatingHandler(new SocketsHttpHandler
{
    ConnectTimeout = TimeSpan.FromSeconds(3),
    // A balancer may send elsewhere by then.
    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    UseProxy = false,
})
{
    /// <summary>How long the S3 may take to answer, or to send the next bytes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const double SlowestBytesPerSecond = 1024 * 1024;

    // The S3's own protocol asks for it: a server that is too busy for a moment says 500 or 503.
    private static readonly ResiliencePipeline s_retries = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience + TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestBytesPerSecond));
        try
        {
            return await s_retries.ExecuteAsync(async token => await Once(request, token), deadline.Token);
        }
        catch (HttpRequestException exception)
        {
            throw new BlobStoreUnavailableException($"The S3 cannot be used: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BlobStoreUnavailableException("The S3 does not answer.", exception);
        }
    }

    private async Task<HttpResponseMessage> Once(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Forbidden)
        {
            // It took these keys when this host started, or never did.
            response.Dispose();
            throw new BlobStoreUnavailableException(
                $"The S3 at {request.RequestUri!.GetLeftPart(UriPartial.Authority)} refuses us: its keys, the bucket's policy, or this host's clock "
                + "(15 minutes is too much) are wrong.");
        }

        if (response.StatusCode is not (HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests))
        {
            return response;
        }

        using (response)
        {
            throw new HttpRequestException($"it answered {(int)response.StatusCode}.", inner: null, response.StatusCode);
        }
    }
}
