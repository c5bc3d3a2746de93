using Crowdsource.Formats.Layers;
using Crowdsource.Formats.Quantization;
using static Crowdsource.Formats.Onnx.OnnxGraph;

namespace Crowdsource.Formats.Onnx;

/// <summary>
/// Int8 by pairs of QuantizeLinear and DequantizeLinear ("QDQ") around operators on floats: runtimes with int8 kernels melt both into the operator, all
/// others compute the same, slower. Activations are written as uint8, code + 128 of the same grid: ONNX Runtime melts all of that on every processor, but
/// on x64 leaves a third of the convolutions as floats where activations are int8 and have two readers.
/// </summary>
internal sealed class QuantizedNumbers(QuantizedNetwork network) : OnnxNumbers
{
    /// <summary>A ReLU6 ends where its grid does.</summary>
    public override bool Clips => false;

    public override string Enter(OnnxGraph graph, string image)
    {
        AddGrid(graph, image, network.InputGrid);
        var result = $"{image}.float";
        AddPair(graph, image, image, result);
        return result;
    }

    public override (string Weights, string Bias) AddWeights(OnnxGraph graph, string layer, float[] weights, float[] bias, ReadOnlySpan<int> shape)
    {
        var quantized = network.WeightsOf(layer);
        var scales = quantized.BiasScales(network.GridBefore(layer));
        return (
            AddPerChannel<sbyte>(graph, $"{layer}.weights", quantized.Codes, quantized.Scales, shape),
            AddPerChannel<int>(graph, $"{layer}.bias", quantized.Bias, scales, bias.Length));
    }

    public override void AddStep(OnnxGraph graph, Layer layer, bool isOutput, string result, Action<string> addOperator)
    {
        if (network.OutputGrid(layer.Name) is not { } grid)
        {
            addOperator(result);
            return;
        }

        var raw = $"{result}.raw";
        addOperator(raw);
        AddGrid(graph, result, grid);
        AddPair(graph, raw, result, result);
    }

    private static string AddPerChannel<T>(OnnxGraph graph, string name, ReadOnlySpan<T> codes, float[] scales, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var (scale, zero, result) = ($"{name}.scale", $"{name}.zero", $"{name}.float");
        graph.AddConstant(name, codes, shape);
        graph.AddConstant<float>(scale, scales, scales.Length);
        graph.AddConstant<T>(zero, new T[scales.Length], scales.Length);
        graph.AddNode("DequantizeLinear", $"{name}.dequantize", [name, scale, zero], result, Int("axis", 0));
        return result;
    }

    private static void AddGrid(OnnxGraph graph, string name, ActivationGrid grid)
    {
        graph.AddConstant<float>($"{name}.scale", [grid.Scale]);
        graph.AddConstant<byte>($"{name}.zero", [(byte)(grid.ZeroPoint - sbyte.MinValue)]);
    }

    private static void AddPair(OnnxGraph graph, string value, string gridName, string result)
    {
        var codes = $"{gridName}.codes";
        ReadOnlySpan<string> grid = [$"{gridName}.scale", $"{gridName}.zero"];
        graph.AddNode("QuantizeLinear", $"{gridName}.quantize", [value, .. grid], codes);
        graph.AddNode("DequantizeLinear", $"{gridName}.dequantize", [codes, .. grid], result);
    }
}
