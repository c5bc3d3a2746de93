using System.Text.Json;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Tests.Imaging;

public sealed class PreprocessingTests
{
    [Fact]
    public void A_tensor_holds_red_then_green_then_blue_between_minus_one_and_one()
    {
        var preprocessing = Preprocessing.Default with { InputSize = 2 };
        var tensor = new float[preprocessing.TensorLength];
        preprocessing.ToTensor(Pictures.Draw(2, 2, (x, y) => (255, 0, x == 1 && y == 0 ? 51 : 204)), tensor);

        tensor[..4].ShouldAllBe(value => Math.Abs(value - 1) < 1e-6);
        tensor[4..8].ShouldAllBe(value => Math.Abs(value + 1) < 1e-6);
        tensor[8..].ShouldBe([0.6f, -0.6f, 0.6f, 0.6f], 1e-6);
    }

    [Fact]
    public void Stretching_sees_the_whole_frame_and_cropping_only_its_centre()
    {
        var photo = Pictures.Draw(300, 100, (x, _) => x < 60 ? (255, 0, 0) : (0, 0, 255));

        Preprocessing.Default.Apply(photo).Row(100)[0].ShouldBe((byte)255);
        (Preprocessing.Default with { Fit = FitMode.CentreCrop }).Apply(photo).Row(100)[0].ShouldBe((byte)0);
    }

    [Fact]
    public void It_survives_a_bundle_and_unknown_words_are_not_supported()
    {
        var json = JsonSerializer.Serialize(Preprocessing.Default);

        JsonSerializer.Deserialize<Preprocessing>(json).ShouldBe(Preprocessing.Default);
        Preprocessing.Default.IsSupported.ShouldBeTrue();
        (Preprocessing.Default with { Filter = "nearest" }).IsSupported.ShouldBeFalse();
        (Preprocessing.Default with { ColourOrder = "BGR" }).IsSupported.ShouldBeFalse();
    }
}
