namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>TensorType of schema.fbs, as far as it is read.</summary>
internal enum TfliteType
{
    Int32 = 2,
    Int8 = 9,
}
