using Crowdsource.Formats.Quantization;

namespace Crowdsource.Formats.Tests.Quantization;

internal static class SampleRanges
{
    /// <summary>What every layer gives on one image, by plain loops.</summary>
    public static ActivationRanges Of(Network network, float[] image)
    {
        var ranges = new Dictionary<string, ActivationRange>(StringComparer.Ordinal);
        PlainInterpreter.Run(network, image, (layer, values) =>
        {
            ranges[layer.Name] = new ActivationRange(values.Min(), values.Max());
            return values;
        });
        ranges.Remove(Network.SoftmaxName);
        return new ActivationRanges(ranges);
    }

    /// <summary>Runs a quantised network by its definition: float arithmetic, each result put on its grid.</summary>
    public static float[] Run(QuantizedNetwork network, float[] image) => PlainInterpreter.Run(
        network.Network, Snap(network.InputGrid, image), (layer, values) => network.OutputGrid(layer.Name) is { } grid ? Snap(grid, values) : values);

    private static float[] Snap(ActivationGrid grid, float[] values) => Array.ConvertAll(values, value => grid.Dequantize(grid.Quantize(value)));
}
