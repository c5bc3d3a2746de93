using Crowdsource.Cli.Demo.Phones;
using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Demo.Samples;
using Crowdsource.Cli.Demo.Summary;
using Crowdsource.Domain.Imaging;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Demo;

public sealed class HoldoutExamTests
{
    [Fact]
    public async Task Each_model_is_scored_upright_rotated_blurred_and_off_centre()
    {
        using var folder = new TemporaryFolder();
        SamplePhotos.Write(folder.Path, perLabel: 2, seed: 1);
        var photos = PhotoFolder.Read(folder.Path).Photos;
        var views = 0;
        var scores = await new HoldoutExam(photos, Preprocessing.Default).Score(
            [_ => "mug", _ => Interlocked.Increment(ref views) > 0 ? "none of them" : ""], () => { }, TestContext.Current.CancellationToken);

        scores[0].ShouldBe(new HoldoutScores(0.2, 0.2, 0.2, 0.2));
        scores[1].ShouldBe(new HoldoutScores(0, 0, 0, 0));
        views.ShouldBe(photos.Count * 6);
    }

    [Fact]
    public async Task Without_photos_nothing_is_known() =>
        (await new HoldoutExam([], Preprocessing.Default).Score([_ => "mug"], () => { }, TestContext.Current.CancellationToken))
            .ShouldBe([new HoldoutScores(null, null, null, null)]);
}
