using Crowdsource.Formats.Layers;

namespace Crowdsource.Formats.Onnx;

/// <summary>What numbers a file computes with between its float32 input and output: float32 here, others where it is overridden.</summary>
internal class OnnxNumbers
{
    /// <summary>Whether a ReLU6 is an operator of its own.</summary>
    public virtual bool Clips => true;

    /// <summary>Takes the float32 image.</summary>
    /// <returns>The value that the first layer takes.</returns>
    public virtual string Enter(OnnxGraph graph, string image) => image;

    /// <summary>Turns a value into float32.</summary>
    /// <returns>The name of the float32 value.</returns>
    public virtual string ToFloat(OnnxGraph graph, string value) => value;

    /// <summary>Adds a constant of real numbers.</summary>
    public virtual void AddConstant(OnnxGraph graph, string name, float[] values, params ReadOnlySpan<int> shape) =>
        graph.AddConstant<float>(name, values, shape);

    /// <summary>Adds the weights of a layer.</summary>
    /// <returns>The values that its operator takes.</returns>
    public virtual (string Weights, string Bias) AddWeights(OnnxGraph graph, string layer, float[] weights, float[] bias, ReadOnlySpan<int> shape)
    {
        var (weightsName, biasName) = ($"{layer}.weights", $"{layer}.bias");
        AddConstant(graph, weightsName, weights, shape);
        AddConstant(graph, biasName, bias, bias.Length);
        return (weightsName, biasName);
    }

    /// <summary>Adds a layer's operator and whatever turns its result into the value that goes on.</summary>
    /// <param name="graph">Is added to.</param>
    /// <param name="layer">Whose result it is.</param>
    /// <param name="isOutput">Whether the result leaves the file, as float32.</param>
    /// <param name="result">The name under which it goes on.</param>
    /// <param name="addOperator">Adds the operator, which writes to the given name.</param>
    public virtual void AddStep(OnnxGraph graph, Layer layer, bool isOutput, string result, Action<string> addOperator) => addOperator(result);
}
