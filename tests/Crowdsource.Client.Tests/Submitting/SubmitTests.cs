using System.Net;
using System.Net.Http.Headers;
using Crowdsource.Client.Http;
using Crowdsource.Client.Submitting;
using Crowdsource.Client.Tests.Http;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;

namespace Crowdsource.Client.Tests.Submitting;

public sealed class SubmitTests : IDisposable
{
    private static readonly QueuedPhoto s_photo = new(
        new Guid("01933a5e-0000-7000-8000-000000000001"), "fruit", "Äpfel & Birnen", new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.FromHours(1)));

    private readonly SubmissionServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_photo_arrives_with_its_label_and_time()
    {
        var result = (await Submit()).ShouldBeOfType<SubmitResult.Accepted>();

        result.Repeated.ShouldBeFalse();
        var request = _server.Requests.ShouldHaveSingleItem();
        request.RequestUri!.AbsolutePath.ShouldBe($"/api/v1/campaigns/fruit/submissions/{s_photo.Id}");
        request.RequestUri.Query.ShouldBe("?label=%C3%84pfel%20%26%20Birnen&capturedAt=2026-11-01T10%3A00%3A00.0000000%2B01%3A00");
        request.Headers.Authorization.ShouldBe(new AuthenticationHeaderValue("Bearer", "token"));
        _server.Photos.Values.ShouldHaveSingleItem().ShouldBe("photo"u8.ToArray());
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_and_counts_once()
    {
        var first = true;
        _server.Fault = _ => first && !(first = false) ? throw new HttpRequestException("lost") : (true, null);
        (await Submit()).ShouldBeOfType<SubmitResult.Accepted>();
        _server.Requests.Count.ShouldBe(2);

        (await Submit()).ShouldBeOfType<SubmitResult.Accepted>().Repeated.ShouldBeTrue();
        _server.Photos.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_busy_server_is_given_the_time_that_it_asks_for()
    {
        var busy = true;
        _server.Fault = _ =>
        {
            if (!busy)
            {
                return (true, null);
            }

            busy = false;
            var answer = FaultyNetwork.Answer(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
            return (false, answer);
        };

        (await Submit()).ShouldBeOfType<SubmitResult.Accepted>();
        _server.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task Without_a_network_it_gives_up_after_the_attempts()
    {
        _server.Fault = _ => throw new HttpRequestException("There is no network.");

        await Should.ThrowAsync<HttpRequestException>(Submit());
        _server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_refusal_comes_with_its_reason_and_is_not_repeated()
    {
        _server.Fault = _ => (false, SubmissionServer.Problem(ProblemTypes.UnknownLabel));

        (await Submit()).ShouldBeOfType<SubmitResult.Refused>().Problem.Type.ShouldBe(ProblemTypes.UnknownLabel.Uri);
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Registering_is_not_repeated_when_it_may_have_worked()
    {
        _server.Fault = _ => throw new HttpRequestException("lost");

        await Should.ThrowAsync<HttpRequestException>(_server.Client.Register(new RegisterVolunteerRequest("Ada"), TestContext.Current.CancellationToken));
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Registering_brings_the_token_for_what_follows()
    {
        _server.Fault = request => (false, request.Method == HttpMethod.Post
            ? SubmissionServer.Json(HttpStatusCode.Created, new RegisteredVolunteer(Guid.Empty, "fresh", "Ada", ShowOnLeaderboard: false))
            : SubmissionServer.Json(HttpStatusCode.OK, new ConsentResponse("fruit", 1, Newsletter: false, Location: false, DateTimeOffset.UnixEpoch)));
        var client = _server.Client;

        await client.Register(new RegisterVolunteerRequest("Ada"), TestContext.Current.CancellationToken);
        await client.Consent("fruit", new ConsentRequest(1), TestContext.Current.CancellationToken);

        _server.Requests.Last().Headers.Authorization.ShouldBe(new AuthenticationHeaderValue("Bearer", "fresh"));
    }

    [Fact]
    public async Task A_refusal_that_is_no_problem_document_still_says_its_status()
    {
        _server.Fault = _ => (false, new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("<html>") });

        var error = await Should.ThrowAsync<ProblemException>(_server.Client.GetCampaign("fruit", TestContext.Current.CancellationToken));
        error.Problem.Status.ShouldBe(404);
    }

    private Task<SubmitResult> Submit() =>
        _server.Client.Submit(s_photo, () => new MemoryStream("photo"u8.ToArray()), TestContext.Current.CancellationToken);
}
