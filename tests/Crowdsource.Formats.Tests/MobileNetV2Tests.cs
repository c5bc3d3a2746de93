using Crowdsource.Formats.Layers;
using Shouldly;
using Xunit;

namespace Crowdsource.Formats.Tests;

public sealed class MobileNetV2Tests
{
    [Fact]
    public void Stride_two_pads_bottom_and_right_only_as_TensorFlow_does()
    {
        var strided = MobileNetV2.Layout(1, 224).Layers.OfType<Convolution>().Where(c => c.Stride == 2).ToList();
        strided.Select(c => c.Name).ShouldBe(
            ["stem", "block2.depthwise", "block4.depthwise", "block7.depthwise", "block14.depthwise"]);
        strided.ShouldAllBe(c => c.Padding == new Padding(0, 0, 1, 1));
    }

    [Theory]
    [InlineData(224, 3, 2, 0, 1)]
    [InlineData(7, 3, 2, 1, 1)]
    [InlineData(14, 3, 1, 1, 1)]
    [InlineData(14, 1, 1, 0, 0)]
    [InlineData(8, 5, 2, 1, 2)]
    public void Same_padding_puts_the_odd_pixel_at_the_end(int size, int kernel, int stride, int before, int after) =>
        Padding.Same(size, kernel, stride).ShouldBe(new Padding(before, before, after, after));

    [Fact]
    public void The_full_network_has_the_parameters_of_the_paper()
    {
        var backbone = MobileNetV2.Layout(1, 224);
        backbone.Output.ShouldBe(new ActivationShape(1280, 1, 1));
        backbone.Shapes[backbone.IndexOf(MobileNetV2.TrunkEnd)].ShouldBe(new ActivationShape(96, 14, 14));
        // 3,504,872 of torchvision's with 1,000 classes, less the head's 1,281,000, with BN's two vectors per channel folded into one bias.
        backbone.ParameterCount.ShouldBe(3_504_872 - 1_281_000 - backbone.Layers.OfType<Convolution>().Sum(c => c.OutChannels));
    }

    [Theory]
    [InlineData(0.25, 96)]
    [InlineData(0.35, 128)]
    [InlineData(0.5, 160)]
    [InlineData(1.4, 225)]
    public void Other_widths_and_sizes_fit_together(double width, int size) =>
        MobileNetV2.Layout(width, size, 256).Output.ShouldBe(new ActivationShape(256, 1, 1));
}
