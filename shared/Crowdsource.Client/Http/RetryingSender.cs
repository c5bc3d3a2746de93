using System.Net;

namespace Crowdsource.Client.Http;

/// <summary>Sends requests until an answer comes that is worth having.</summary>
internal sealed class RetryingSender(HttpClient http, RetryOptions options, TimeProvider clock)
{
    private readonly Backoff _backoff = new(options);

    /// <summary>The answer to a request, whatever its status; the caller disposes it.</summary>
    /// <param name="request">Makes the request anew for each try.</param>
    /// <param name="repeatable">Whether the request may be sent again although the first one may have arrived.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> request, bool repeatable, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            HttpResponseMessage? response = null;
            HttpRequestException? error = null;
            try
            {
                using var message = request();
                response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            }
            catch (Exception lost) when (IsLostConnection(lost, cancellationToken))
            {
                error = lost as HttpRequestException ?? new HttpRequestException(lost.Message, lost);
            }

            var again = response is null ? repeatable : IsWorthRepeating(response.StatusCode, repeatable);
            var wait = again ? _backoff.After(failures, RetryAfter(response)) : null;
            if (wait is null)
            {
                return response ?? throw error!;
            }

            response?.Dispose();
            await Task.Delay(wait.Value, clock, cancellationToken);
        }
    }

    /// <summary>Waits before going on after a connection that was lost while the answer's body arrived; false: give up.</summary>
    /// <param name="failures">In a row without progress, from 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> WaitAfter(int failures, CancellationToken cancellationToken)
    {
        if (_backoff.After(failures, retryAfter: null) is not { } wait)
        {
            return false;
        }

        await Task.Delay(wait, clock, cancellationToken);
        return true;
    }

    /// <summary>Whether the network is to blame, not the caller who cancelled.</summary>
    public static bool IsLostConnection(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static bool IsWorthRepeating(HttpStatusCode status, bool repeatable) => status switch
    {
        // These say that nothing was done.
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => true,
        HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.GatewayTimeout or HttpStatusCode.InsufficientStorage => repeatable,
        _ => false,
    };

    private TimeSpan? RetryAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}
