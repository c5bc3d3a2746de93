using Crowdsource.Formats.Layers;
using static Crowdsource.Formats.Onnx.OnnxGraph;
using DataType = Crowdsource.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Crowdsource.Formats.Onnx;

/// <summary>Weights and layers in float16; a softmax works on float32, where small probabilities do not vanish.</summary>
internal sealed class HalfNumbers : OnnxNumbers
{
    public override string Enter(OnnxGraph graph, string image) => Cast(graph, image, $"{image}.half", DataType.Float16);

    public override string ToFloat(OnnxGraph graph, string value) => Cast(graph, value, $"{value}.float", DataType.Float);

    public override void AddConstant(OnnxGraph graph, string name, float[] values, params ReadOnlySpan<int> shape) =>
        graph.AddConstant<Half>(name, Array.ConvertAll(values, value => (Half)value), shape);

    public override void AddStep(OnnxGraph graph, Layer layer, bool isOutput, string result, Action<string> addOperator)
    {
        if (!isOutput || layer is Softmax)
        {
            addOperator(result);
            return;
        }

        addOperator(layer.Name);
        Cast(graph, layer.Name, result, DataType.Float);
    }

    private static string Cast(OnnxGraph graph, string value, string result, DataType type)
    {
        graph.AddNode("Cast", $"{result}.cast", [value], result, Int("to", (int)type));
        return result;
    }
}
