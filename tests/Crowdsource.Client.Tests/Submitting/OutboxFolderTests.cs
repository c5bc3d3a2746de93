using Crowdsource.Client.Submitting;
using Crowdsource.Protocol.Problems;
using Crowdsource.Testing;

namespace Crowdsource.Client.Tests.Submitting;

public sealed class OutboxFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SubmissionServer _server = new();

    // Opened anew each time, as after a restart of the app.
    private OutboxFolder Outbox => OutboxFolder.Open(_folder.Path, TimeProvider.System);

    public void Dispose()
    {
        _folder.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Queued_photos_outlive_the_app_and_are_sent_once()
    {
        var queued = new List<QueuedPhoto>();
        for (var i = 0; i < 5; i++)
        {
            queued.Add(await Add($"photo {i}"));
        }

        Outbox.Waiting().ShouldBe(queued, ignoreOrder: true);
        var results = await Outbox.Send(_server.Client, parallel: 2, TestContext.Current.CancellationToken);

        results.ShouldAllBe(result => result.Result is SubmitResult.Accepted);
        _server.Photos.Count.ShouldBe(5);
        Outbox.Waiting().ShouldBeEmpty();
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_network_photos_stay()
    {
        await Add("photo");
        _server.Fault = _ => throw new HttpRequestException("There is no network.");

        (await Send()).Result.ShouldBeNull();
        Outbox.Waiting().Count.ShouldBe(1);

        _server.Fault = _ => (true, null);
        (await Send()).Result.ShouldBeOfType<SubmitResult.Accepted>();
    }

    [Fact]
    public async Task An_answer_that_was_lost_after_the_photo_was_stored_costs_nothing()
    {
        await Add("photo");
        _server.Fault = request =>
        {
            _server.Photos.TryAdd(request.RequestUri!.AbsolutePath, []);
            throw new HttpRequestException("lost");
        };
        (await Send()).Result.ShouldBeNull();

        _server.Fault = _ => (true, null);
        (await Send()).Result.ShouldBeOfType<SubmitResult.Accepted>().Repeated.ShouldBeTrue();
        _server.Photos.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_that_waits_for_consent_stays()
    {
        await Add("photo");
        _server.Fault = _ => (false, SubmissionServer.Problem(ProblemTypes.ConsentNeeded));

        (await Send()).Result.ShouldBeOfType<SubmitResult.Refused>();
        Outbox.Waiting().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_that_will_never_be_taken_is_set_aside_not_thrown_away()
    {
        var photo = await Add("photo");
        _server.Fault = _ => (false, SubmissionServer.Problem(ProblemTypes.UnknownLabel));

        (await Send()).Result.ShouldBeOfType<SubmitResult.Refused>();
        Outbox.Waiting().ShouldBeEmpty();
        (await File.ReadAllTextAsync(_folder.File("refused", $"{photo.Id}.photo"), TestContext.Current.CancellationToken)).ShouldBe("photo");
    }

    [Fact]
    public async Task What_was_half_written_when_the_app_died_is_swept()
    {
        var whole = await Add("photo");
        await File.WriteAllTextAsync(_folder.File($"{Guid.NewGuid()}.photo"), "no note yet", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File($"{Guid.NewGuid()}.photo.part"), "hal", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File($"{Guid.NewGuid()}.json.part"), "{\"i", TestContext.Current.CancellationToken);

        Outbox.Waiting().ShouldBe([whole]);
        Directory.GetFiles(_folder.Path).Length.ShouldBe(2);
    }

    private async Task<QueuedPhoto> Add(string content) => await Outbox.Add(
        "fruit", "Äpfel", DateTimeOffset.UnixEpoch, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), TestContext.Current.CancellationToken);

    private async Task<OutboxResult> Send() =>
        (await Outbox.Send(_server.Client, parallel: 1, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
}
