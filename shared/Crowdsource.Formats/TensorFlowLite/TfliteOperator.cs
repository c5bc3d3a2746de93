namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>BuiltinOperator of schema.fbs, as far as it is read and written.</summary>
internal enum TfliteOperator
{
    Add = 0,
    Convolution = 3,
    DepthwiseConvolution = 4,
    Dequantize = 6,
    Reshape = 22,
    Softmax = 25,
    Pad = 34,
    Mean = 40,
    Quantize = 114,
}
