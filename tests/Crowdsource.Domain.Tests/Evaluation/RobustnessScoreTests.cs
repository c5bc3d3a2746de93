using Crowdsource.Domain.Evaluation;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Evaluation;

public sealed class RobustnessScoreTests
{
    private static readonly int[] s_truth = new int[100];

    [Theory]
    [InlineData(90, 60, false)]
    [InlineData(88, 90, false)]
    [InlineData(60, 90, true)]
    public void The_recipe_harms_only_where_that_is_sure(int with, int without, bool harms)
    {
        var score = RobustnessScore.Of(RobustnessScore.Rotated, s_truth, Right(with), Right(without));

        (score.Pictures, score.Top1, score.WithoutRecipe, score.RecipeHarms).ShouldBe((100, with / 100.0, without / 100.0, harms));
    }

    [Fact]
    public void Without_a_model_to_compare_with_nothing_is_said_of_the_recipe() =>
        RobustnessScore.Of(RobustnessScore.Upright, s_truth, Right(40), without: null).ShouldBe(new RobustnessScore("upright", 100, 0.4, null, RecipeHarms: false));

    private static int[] Right(int count) => [.. Enumerable.Range(0, 100).Select(photo => photo < count ? 0 : 1)];
}
