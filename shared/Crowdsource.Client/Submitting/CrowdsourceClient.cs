using System.Net.Http.Headers;
using Crowdsource.Client.Http;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;

namespace Crowdsource.Client.Submitting;

/// <summary>A volunteer's side of the API. Safe to use from several threads.</summary>
/// <param name="http">Its base address is the server's; the app decides about proxies and certificates.</param>
/// <param name="retry">How patiently requests are repeated.</param>
/// <param name="clock">For the waits.</param>
public sealed class CrowdsourceClient(HttpClient http, RetryOptions retry, TimeProvider clock)
{
    private readonly RetryingSender _sender = new(http, retry, clock);

    /// <summary>The volunteer's token, which <see cref="Register"/> sets; the app keeps it in the phone's key store.</summary>
    public string? Token { get; set; }

    /// <summary>Becomes a volunteer and goes on as this volunteer.</summary>
    /// <exception cref="ProblemException">The server refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<RegisteredVolunteer> Register(RegisterVolunteerRequest request, CancellationToken cancellationToken)
    {
        // Not repeatable: had the first one arrived, its pseudonym would be taken.
        using var response = await Send(HttpMethod.Post, "api/v1/volunteers", () => JsonBody.Of(request), repeatable: false, cancellationToken);
        var volunteer = await response.Read<RegisteredVolunteer>(cancellationToken);
        Token = volunteer.Token;
        return volunteer;
    }

    /// <summary>Reads a campaign: its labels and its consent text.</summary>
    /// <exception cref="ProblemException">There is no such campaign.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<CampaignResponse> GetCampaign(string campaign, CancellationToken cancellationToken)
    {
        using var response = await Send(HttpMethod.Get, Address(campaign), body: null, repeatable: true, cancellationToken);
        return await response.Read<CampaignResponse>(cancellationToken);
    }

    /// <summary>Agrees to a campaign's consent text.</summary>
    /// <exception cref="ProblemException">The text has another version by now.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<ConsentResponse> Consent(string campaign, ConsentRequest request, CancellationToken cancellationToken)
    {
        using var response = await Send(
            HttpMethod.Put, $"{Address(campaign)}/consent", () => JsonBody.Of(request), repeatable: true, cancellationToken);
        return await response.Read<ConsentResponse>(cancellationToken);
    }

    /// <summary>Sends a photo until the server has it for good. The same id may be sent any number of times: it counts once.</summary>
    /// <param name="photo">What is sent.</param>
    /// <param name="open">Opens the file from its start; called once per try.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Accepted, or refused with the server's reason.</returns>
    /// <exception cref="HttpRequestException">No answer came: send it again later.</exception>
    public async Task<SubmitResult> Submit(QueuedPhoto photo, Func<Stream> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(open);
        var address = $"{Address(photo.Campaign)}/submissions/{photo.Id}"
            + $"?label={Uri.EscapeDataString(photo.Label)}&capturedAt={Uri.EscapeDataString(photo.CapturedAt.ToString("O"))}";
        using var response = await Send(HttpMethod.Put, address, Body, repeatable: true, cancellationToken);
        return response.IsSuccessStatusCode
            ? new SubmitResult.Accepted(await response.Read<SubmissionResponse>(cancellationToken), response.StatusCode == System.Net.HttpStatusCode.OK)
            : new SubmitResult.Refused(await response.ReadProblem(cancellationToken));

        StreamContent Body()
        {
            var content = new StreamContent(open());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return content;
        }
    }

    /// <summary>Where one of one's own photos stands.</summary>
    /// <exception cref="ProblemException">There is no such photo.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<SubmissionResponse> GetSubmission(string campaign, Guid id, CancellationToken cancellationToken)
    {
        using var response = await Send(
            HttpMethod.Get, $"{Address(campaign)}/submissions/{id}", body: null, repeatable: true, cancellationToken);
        return await response.Read<SubmissionResponse>(cancellationToken);
    }

    /// <summary>One's own photos with reasons and points.</summary>
    /// <param name="after">The <c>next</c> of the page before; null: from the start.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ProblemException">The server refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Page<SubmissionResponse>> MySubmissions(string? after, int limit, CancellationToken cancellationToken)
    {
        var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
        using var response = await Send(
            HttpMethod.Get, $"api/v1/volunteers/me/submissions?limit={limit}{cursor}", body: null, repeatable: true, cancellationToken);
        return await response.Read<Page<SubmissionResponse>>(cancellationToken);
    }

    /// <summary>Takes a photo back.</summary>
    /// <exception cref="ProblemException">There is no such photo.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task Withdraw(string campaign, Guid id, CancellationToken cancellationToken)
    {
        using var response = await Send(
            HttpMethod.Delete, $"{Address(campaign)}/submissions/{id}", body: null, repeatable: true, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new ProblemException(await response.ReadProblem(cancellationToken));
        }
    }

    private static string Address(string campaign) => $"api/v1/campaigns/{Uri.EscapeDataString(campaign)}";

    private Task<HttpResponseMessage> Send(
        HttpMethod method, string address, Func<HttpContent>? body, bool repeatable, CancellationToken cancellationToken) =>
        _sender.Send(
            () =>
            {
                var request = new HttpRequestMessage(method, address) { Content = body?.Invoke() };
                request.Headers.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
                return request;
            },
            repeatable,
            cancellationToken);
}
