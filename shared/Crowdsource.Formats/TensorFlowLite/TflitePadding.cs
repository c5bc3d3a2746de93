namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>Padding of schema.fbs.</summary>
internal enum TflitePadding : sbyte
{
    Same = 0,
    Valid = 1,
}
