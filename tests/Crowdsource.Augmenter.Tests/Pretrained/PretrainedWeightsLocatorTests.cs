using System.Net;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference.Pretrained;

namespace Crowdsource.Augmenter.Tests.Pretrained;

public sealed class PretrainedWeightsLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_download_is_checked_and_kept_for_the_next_time()
    {
        var known = await File.ReadAllBytesAsync(SharedFiles.Require("weights", PretrainedWeights.FileName), Cancelled);
        using var http = new HttpClient(new Answer(HttpStatusCode.OK, known));

        (await Locator(http).Find(_ => { }, Cancelled)).ShouldNotBeNull().AreKnown.ShouldBeTrue();

        (await Locator(http: null).Find(_ => { }, Cancelled)).ShouldNotBeNull("it is in the cache");
    }

    [Fact]
    public async Task Other_bytes_than_the_known_ones_are_taken_from_nowhere()
    {
        using var http = new HttpClient(new Answer(HttpStatusCode.OK, new byte[PretrainedWeights.KnownLength]));
        Directory.CreateDirectory(_folder.File("weights"));
        await File.WriteAllTextAsync(_folder.File("weights", PretrainedWeights.FileName), "tampered", Cancelled);
        var reports = new List<string>();

        (await Locator(http).Find(reports.Add, Cancelled)).ShouldBeNull();

        reports.Count.ShouldBe(2);
        File.Exists(_folder.File("cache", PretrainedWeights.FileName)).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_network_there_are_no_weights_and_a_sentence_says_why()
    {
        using var http = new HttpClient(new Answer(HttpStatusCode.NotFound, []));
        var reports = new List<string>();

        (await Locator(http).Find(reports.Add, Cancelled)).ShouldBeNull();

        reports.ShouldHaveSingleItem().ShouldContain("could not be downloaded");
    }

    [Fact]
    public void Weights_near_the_work_are_looked_for_upwards() => PretrainedWeightsLocator.Near(Path.Combine("/a", "b"))
        .ShouldBe(["/a/b/shared/weights", "/a/shared/weights", "/shared/weights"]);

    public void Dispose() => _folder.Dispose();

    private PretrainedWeightsLocator Locator(HttpClient? http) => new([_folder.File("weights")], _folder.File("cache"), http);

    private sealed class Answer(HttpStatusCode status, byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(body) });
    }
}
