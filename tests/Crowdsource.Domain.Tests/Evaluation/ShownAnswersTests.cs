using Crowdsource.Domain.Evaluation;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Evaluation;

public sealed class ShownAnswersTests
{
    private static readonly (int Label, int Answer, double Confidence)[] s_test =
    [
        (0, 0, 0.9), (0, 1, 0.8), (1, 1, 0.4), (1, 2, 0.95), (2, 2, 0.9), (2, 0, 0.7), (2, 0, 0.2),
    ];

    private static readonly (int Answer, double Confidence)[] s_outOfScope = [(1, 0.9), (1, 0.3), (2, 0.99)];

    [Fact]
    public void An_answer_is_shown_where_it_is_sure_enough() =>
        ShownAnswers.Of(0.5, 0.95, noneOfThese: null, s_test, s_outOfScope).ShouldBe(new ShownAnswers(0.5, 0.95, 7, 5, 2, 3, 2));

    [Fact]
    public void None_of_these_is_never_shown_and_its_photos_are_out_of_scope() =>
        ShownAnswers.Of(0.5, 0.95, noneOfThese: 2, s_test, s_outOfScope).ShouldBe(new ShownAnswers(0.5, 0.95, 4, 2, 1, 6, 2));
}
