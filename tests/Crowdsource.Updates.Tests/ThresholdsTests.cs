using Crowdsource.Updates.Bundles;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Updates.Tests;

public sealed class ThresholdsTests
{
    [Fact]
    public void A_folded_temperature_changes_nothing()
    {
        float[] probabilities = [0.7f, 0.2f, 0.1f];
        new Thresholds(1, 0).Apply(probabilities);
        probabilities.ShouldBe([0.7f, 0.2f, 0.1f]);
    }

    [Fact]
    public void Applying_a_temperature_is_dividing_the_logits_by_it()
    {
        Gen.Select(Gen.Float[-5, 5].Array[2, 10], Gen.Float[0.3f, 4]).Sample((logits, temperature) =>
        {
            var actual = Softmax(logits, 1);
            new Thresholds(temperature, 0).Apply(actual);
            foreach (var (here, there) in actual.Zip(Softmax(logits, temperature)))
            {
                here.ShouldBe(there, 1e-4f);
            }
        });
    }

    private static float[] Softmax(float[] logits, float temperature)
    {
        var powers = logits.Select(logit => MathF.Exp(logit / temperature)).ToArray();
        return [.. powers.Select(power => power / powers.Sum())];
    }
}
