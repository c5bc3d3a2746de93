using Crowdsource.Formats.Layers;
using Microsoft.ML.OnnxRuntime;

namespace Crowdsource.Inference;

/// <summary>An ONNX Runtime session over one model from one array of numbers per image to another. Safe for parallel callers.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    /// <exception cref="InvalidDataException">ONNX Runtime cannot load the model, or its input or output is of another kind.</exception>
    public OnnxSession(byte[] model, InferenceOptions options)
    {
        _session = Open(model, options);
        try
        {
            (_inputs, InputShape) = Input(_session.InputMetadata);
            (_outputs, OutputLength) = Output(_session.OutputMetadata);
            Metadata = new Dictionary<string, string>(_session.ModelMetadata.CustomMetadataMap, StringComparer.Ordinal);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>What one image is to this model.</summary>
    public ActivationShape InputShape { get; }

    /// <summary>Numbers per image.</summary>
    public int OutputLength { get; }

    public string OutputName => _outputs[0];

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Loads a model of any inputs and outputs.</summary>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load the model.</exception>
    public static InferenceSession Open(byte[] model, InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Idle threads must not spin: other work shares the processor.
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // One model is loaded once and runs for long: the constants need no arena of their own.
        settings.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        // Products of int8 saturate on x64 processors without VNNI, and answers are wrong; it concerns int8 models only.
        settings.AddSessionConfigEntry("session.x64quantprecision", "1");
        try
        {
            return new InferenceSession(model, settings);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidDataException($"ONNX Runtime cannot load this model: {error.Message}", error);
        }
    }

    /// <summary>Runs one image of channels × height × width numbers.</summary>
    /// <returns><see cref="OutputLength"/> numbers.</returns>
    public float[] Run(Memory<float> image)
    {
        long[] shape = [1, InputShape.Channels, InputShape.Height, InputShape.Width];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, image, shape);
        using var run = new RunOptions();
        using var results = _session.Run(run, _inputs, [input], _outputs);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose() => _session.Dispose();

    private static (string[] Names, ActivationShape Shape) Input(IReadOnlyDictionary<string, NodeMetadata> inputs) =>
        inputs.Count == 1 && inputs.Single() is var (name, value) && value.ElementType == typeof(float)
        && value.Dimensions is [1 or -1, > 0 and var channels, > 0 and var height, > 0 and var width]
            ? ([name], new ActivationShape(channels, height, width))
            : throw new InvalidDataException("This model does not take one array of floats per image (batch × channels × height × width).");

    private static (string[] Names, int Length) Output(IReadOnlyDictionary<string, NodeMetadata> outputs) =>
        outputs.Count == 1 && outputs.Single() is var (name, value) && value.ElementType == typeof(float)
        && value.Dimensions is [1 or -1, > 0, ..] and var dimensions && dimensions.AsSpan(1).IndexOfAnyInRange(int.MinValue, 0) < 0
            ? ([name], dimensions.Skip(1).Aggregate(1, (length, size) => checked(length * size)))
            : throw new InvalidDataException("This model does not give one array of floats per image.");
}
