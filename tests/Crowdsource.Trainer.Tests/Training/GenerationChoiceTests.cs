using Crowdsource.Domain.Evaluation;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;
using Crowdsource.Learning;
using Crowdsource.Trainer.Training;

namespace Crowdsource.Trainer.Tests.Training;

public sealed class GenerationChoiceTests
{
    private const int Photos = 100;
    private const double LeastGain = 0.02;

    [Theory]
    [InlineData(0.70, 0.72, true)]
    [InlineData(0.70, 0.71, false)]
    [InlineData(0.70, 0.60, false)]
    public void A_generation_is_adopted_where_it_gains_two_points_on_the_views(double head, double tuned, bool adopted)
    {
        var choice = new GenerationChoice("linear-head", Head(), headSeconds: 1);
        using var tried = Tuned();

        choice.Consider("tail-tuning", tried, Shares(head, tuned), seconds: 10, LeastGain).ShouldBe(adopted ? null : tried, "what nobody takes is given back");

        choice.Adopted.ShouldBe(adopted ? tried : null);
        choice.Strategy.ShouldBe(adopted ? "tail-tuning" : "linear-head");
        choice.Trials.Select(trial => trial.Chosen).ShouldBe([!adopted, adopted]);
        choice.Notes.ShouldHaveSingleItem().ShouldEndWith(adopted ? ": adopted." : ": not adopted.");
        choice.Why.ShouldBe(adopted ? choice.Notes[0].Replace(": adopted.", ".", StringComparison.Ordinal) : null);
    }

    [Fact]
    public void The_better_of_two_is_adopted_whatever_their_order()
    {
        var choice = new GenerationChoice("linear-head", Head(), headSeconds: 1);
        using var tail = Tuned();
        using var all = Tuned();
        using var least = Tuned();

        choice.Consider("tail-tuning", tail, Shares(0.70, 0.75), seconds: 10, LeastGain).ShouldBeNull();
        choice.Consider("full-fine-tuning", all, Shares(0.70, 0.80), seconds: 10, LeastGain).ShouldBe(tail);
        choice.Consider("another", least, Shares(0.70, 0.76), seconds: 10, LeastGain).ShouldBe(least);

        choice.Adopted.ShouldBe(all);
    }

    [Fact]
    public void A_strategy_that_the_campaign_fixed_is_taken_whatever_it_gains()
    {
        var choice = new GenerationChoice("linear-head", Head(), headSeconds: 1);
        using var tried = Tuned();

        choice.Consider("tail-tuning", tried, Shares(0.70, 0.60), seconds: 10, leastGain: null).ShouldBeNull();

        choice.Adopted.ShouldBe(tried);
    }

    [Fact]
    public void Nothing_is_listed_where_there_was_nothing_to_choose()
    {
        var choice = new GenerationChoice("linear-head", Head(), headSeconds: 1);
        choice.Leave("The next generation is due in a month.");
        choice.Leave("");

        choice.Trials.ShouldBeEmpty();
        choice.Strategy.ShouldBe("linear-head");
        choice.Notes.ShouldBe(["The next generation is due in a month."]);
    }

    /// <summary>Photos recognised in all views or in none.</summary>
    private static ViewShares[] Shares(double head, double tuned) =>
        [.. Enumerable.Range(0, Photos).Select(photo => new ViewShares(photo < Math.Round(tuned * Photos) ? 1 : 0, photo < Math.Round(head * Photos) ? 1 : 0))];

    private static TunedGeneration Tuned() =>
        new(new Network("tail", new ActivationShape(4, 2, 2), [new GlobalAveragePool("pool")]), Features: null!, Head(), Backbone: null, WithoutAugmentation: null);

    private static TrainedHead Head() =>
        new(new float[8], new float[2], Temperature: 1, new HeadSettings(1e-3, LabelSmoothing: 0, LabelBalance: 0), [], OutOfFoldRight: 0, OutOfFoldPhotos: 0, WasGrouped: true, HeldOut: null!, AbstainBelow: 0, []);
}
