using System.Collections.Immutable;
using System.Globalization;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Domain.Models;

/// <summary>
/// The names of the files that a version is shipped as: engine, precision and, where it is not 224, the input size, such as
/// <c>onnx/int8@160</c>. All of a version hold the same weights; a phone picks the one that suits it.
/// </summary>
public static class ArtifactId
{
    /// <summary>32-bit weights: what is evaluated, and what every other file is compared with.</summary>
    public const string OnnxFp32 = "onnx/fp32";
    public const string OnnxFp16 = "onnx/fp16";
    public const string OnnxInt8 = "onnx/int8";
    public const string TfliteFp32 = "tflite/fp32";
    public const string TfliteInt8 = "tflite/int8";
    public const string CoreMlFp16 = "coreml/fp16";
    public const string CoreMlPalette8 = "coreml/palette8";
    public const string OnnxInt8At160 = "onnx/int8@160";
    public const string OnnxInt8At128 = "onnx/int8@128";
    public const string TfliteInt8At160 = "tflite/int8@160";
    public const string TfliteInt8At128 = "tflite/int8@128";
    public const string CoreMlPalette8At160 = "coreml/palette8@160";
    public const string CoreMlPalette8At128 = "coreml/palette8@128";

    /// <summary>All of them, the one that is evaluated first.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        OnnxFp32, OnnxFp16, OnnxInt8, TfliteFp32, TfliteInt8, CoreMlFp16, CoreMlPalette8,
        OnnxInt8At160, OnnxInt8At128, TfliteInt8At160, TfliteInt8At128, CoreMlPalette8At160, CoreMlPalette8At128,
    ];

    /// <summary>Whether this is one of <see cref="All"/>.</summary>
    public static bool IsKnown(string? id) => id is not null && All.Contains(id);

    /// <summary>Width and height of its input in pixels.</summary>
    public static int InputSize(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
            ? int.Parse(id.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture)
            : Preprocessing.Default.InputSize;
    }

    /// <summary>What runs it: <c>onnx</c>, <c>tflite</c> or <c>coreml</c>.</summary>
    public static string Engine(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id[..id.IndexOf('/', StringComparison.Ordinal)];
    }
}
