using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Crowdsource.Formats.Onnx.Proto;
using Google.Protobuf;

namespace Crowdsource.Formats.Onnx;

/// <summary>
/// A float32 classifier of <see cref="OnnxWriter"/> taken apart: the file up to its features, and the head behind them. Files that differ in
/// their heads alone have the same backbone, byte for byte.
/// </summary>
/// <param name="Backbone">A file that gives features.</param>
/// <param name="BackboneId">SHA-256 of it, in lower-case hexadecimal.</param>
/// <param name="Weights">Labels × features, row-major.</param>
/// <param name="Bias">One per label.</param>
public sealed record OnnxParts(byte[] Backbone, string BackboneId, float[] Weights, float[] Bias)
{
    /// <summary>Null where the file is no float32 classifier whose last layers are a linear one and a softmax.</summary>
    public static OnnxParts? Of(byte[] file)
    {
        var model = ModelProto.Parser.ParseFrom(file);
        var graph = model.Graph;
        if (graph.Node is not [.., { OpType: "Flatten" } flatten, { OpType: "Gemm" } head, { OpType: "Softmax" }]
            || head.Input is not [var features, var weights, var bias] || flatten.Output[0] != features || graph.Output.Count != 1)
        {
            return null;
        }

        var (matrix, offset) = (Constant(graph, weights), Constant(graph, bias));
        if (matrix is null || offset is null)
        {
            return null;
        }

        graph.Node.RemoveAt(graph.Node.Count - 1);
        graph.Node.RemoveAt(graph.Node.Count - 1);
        graph.Initializer.Remove(matrix);
        graph.Initializer.Remove(offset);
        flatten.Output[0] = OnnxWriter.FeaturesName;
        graph.Output[0].Name = OnnxWriter.FeaturesName;
        graph.Output[0].Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimValue = matrix.Dims[1] };
        // Notes are of the classifier.
        model.MetadataProps.Clear();
        var backbone = model.ToByteArray();
        return new OnnxParts(backbone, Convert.ToHexStringLower(SHA256.HashData(backbone)), Floats(matrix), Floats(offset));
    }

    private static TensorProto? Constant(GraphProto graph, string name) => graph.Initializer.FirstOrDefault(constant =>
        constant.Name == name && constant.DataType == TensorProto.Types.DataType.Float);

    private static float[] Floats(TensorProto constant) => MemoryMarshal.Cast<byte, float>(constant.RawData.Span).ToArray();
}
