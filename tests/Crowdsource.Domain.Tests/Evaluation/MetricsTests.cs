using Crowdsource.Domain.Evaluation;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Evaluation;

public sealed class MetricsTests
{
    [Fact]
    public void A_small_table_is_counted_by_hand()
    {
        var metrics = Metrics.Of(3, [0, 0, 0, 1, 1, 2], [0, 0, 1, 1, Metrics.None, 0]);

        metrics.Top1.ShouldBe(0.5);
        metrics.Labels.Select(label => label.Recall).ShouldBe([2 / 3.0, 0.5, 0]);
        metrics.MacroRecall.ShouldBe((2 / 3.0 + 0.5) / 3, 1e-12);
        metrics.Confusion.ShouldBe([[2, 1, 0], [0, 1, 0], [1, 0, 0]]);
    }

    [Fact]
    public void A_label_without_photos_has_no_recall_and_does_not_weigh()
    {
        var metrics = Metrics.Of(3, [0, 1], [0, 1]);

        metrics.Labels[2].Recall.ShouldBeNull();
        metrics.MacroRecall.ShouldBe(1);
    }

    [Theory]
    // Roots of (p − share)² = z² p (1 − p) / n, found numerically with SciPy.
    [InlineData(0, 10, 0.0, 0.27753279986)]
    [InlineData(8, 10, 0.4901624715, 0.9433178485)]
    [InlineData(254, 296, 0.8137586745, 0.8932816422)]
    public void Wilson_interval_agrees_with_known_values(int right, int total, double low, double high)
    {
        var interval = Interval.Wilson(right, total);

        interval.Low.ShouldBe(low, 1e-6);
        interval.High.ShouldBe(high, 1e-6);
    }

    [Fact]
    public void Wilson_interval_holds_the_share_and_stays_a_share() =>
        Gen.Int[1, 5000].SelectMany(total => Gen.Int[0, total].Select(right => (right, total))).Sample(counts =>
        {
            var interval = Interval.Wilson(counts.right, counts.total);
            var share = (double)counts.right / counts.total;
            return 0 <= interval.Low && interval.Low <= share && share <= interval.High && interval.High <= 1;
        });

    [Fact]
    public void Rows_of_the_confusion_matrix_are_the_photos_of_a_label() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4]).Array[0, 200].Sample(photos =>
        {
            var metrics = Metrics.Of(5, photos.Select(p => p.Item1).ToArray(), photos.Select(p => p.Item2).ToArray());
            return metrics.Confusion.Sum(row => row.Sum()) == photos.Length
                && metrics.Labels.All(label => metrics.Confusion[label.Label].Sum() == label.Photos)
                && metrics.Right == photos.Count(p => p.Item1 == p.Item2);
        });

    [Fact]
    public void An_answer_outside_the_labels_is_an_error() =>
        Should.Throw<ArgumentException>(() => Metrics.Of(2, [0], [2])).Message.ShouldContain("answer 2");
}
