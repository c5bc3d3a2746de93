namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>TensorType of schema.fbs, as far as it is read and written.</summary>
internal enum TfliteType
{
    Float32 = 0,
    Int32 = 2,
    Int8 = 9,
}
