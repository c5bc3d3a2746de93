namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>Members of the union BuiltinOptions of schema.fbs, as far as they are written.</summary>
internal enum TfliteOperatorOptions : byte
{
    None = 0,
    Convolution = 1,
    DepthwiseConvolution = 2,
    Softmax = 9,
    Add = 11,
    Reshape = 17,
    Pad = 22,
    Reducer = 27,
}
