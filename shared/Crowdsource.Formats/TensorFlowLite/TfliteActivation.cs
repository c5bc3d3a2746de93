namespace Crowdsource.Formats.TensorFlowLite;

/// <summary>ActivationFunctionType of schema.fbs, as far as it is read and written.</summary>
internal enum TfliteActivation : sbyte
{
    None = 0,
    Relu6 = 3,
}
