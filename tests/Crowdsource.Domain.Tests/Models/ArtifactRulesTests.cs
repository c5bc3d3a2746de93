using Crowdsource.Domain.Models;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Models;

public sealed class ArtifactRulesTests
{
    [Theory]
    [InlineData(ArtifactId.OnnxFp16, 0.995, 0.03, true)]
    [InlineData(ArtifactId.OnnxFp16, 0.994, 0, false)]
    [InlineData(ArtifactId.TfliteFp32, 0.994, 0, false)]
    [InlineData(ArtifactId.OnnxInt8, 0.97, 0.01, true)]
    [InlineData(ArtifactId.OnnxInt8, 0.969, -0.01, false)]
    [InlineData(ArtifactId.TfliteInt8At128, 0.98, 0.0101, false)]
    [InlineData(ArtifactId.CoreMlPalette8At160, 0.98, 0.0101, false)]
    public void An_artifact_ships_when_it_answers_as_32_bit_weights(string id, double agreement, double lost, bool ships)
    {
        var reason = ArtifactRules.Withhold(id, new ArtifactParity(2000, agreement, lost, lost + 0.01));
        (reason is null).ShouldBe(ships);
        reason?.Code.ShouldBe("parity");
        reason?.Text.ShouldContain("2000");
    }

    [Fact]
    public void Without_photos_nothing_is_known_of_an_artifact() =>
        ArtifactRules.Withhold(ArtifactId.OnnxFp16, ArtifactParity.Of([], [], [])).ShouldNotBeNull().Code.ShouldBe("parity");

    [Fact]
    public void Parity_counts_equal_answers_and_right_ones()
    {
        var parity = ArtifactParity.Of([0, 1, 2, 2], [0, 1, 0, 1], [0, 1, 2, 0]);
        (parity.Photos, parity.Agreement, parity.AccuracyLost).ShouldBe((4, 0.5, 0.25));
        parity.AccuracyLostAtMost.ShouldBeGreaterThan(0.25);
        ArtifactParity.Of([1], [1], [1]).AccuracyLostAtMost.ShouldBe(0);
    }

    [Fact]
    public void Names_say_engine_and_input_size()
    {
        ArtifactId.InputSize(ArtifactId.OnnxInt8).ShouldBe(224);
        ArtifactId.InputSize(ArtifactId.TfliteInt8At160).ShouldBe(160);
        ArtifactId.All.Select(ArtifactId.Engine).Distinct().ShouldBe(["onnx", "tflite", "coreml"]);
        ArtifactId.All.Distinct().Count().ShouldBe(13);
        ArtifactId.IsKnown("onnx/int8@96").ShouldBeFalse();
    }
}
