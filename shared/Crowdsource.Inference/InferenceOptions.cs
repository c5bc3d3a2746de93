namespace Crowdsource.Inference;

/// <summary>How much of the machine one session may use.</summary>
public sealed record InferenceOptions
{
    /// <summary>
    /// Threads that share one image, 1 or more. Parallel callers want 1: two threads cost a twentieth more processor time per image
    /// (8.9 against 8.4 ms, MobileNetV2 1.0 at 224).
    /// </summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1;
}
