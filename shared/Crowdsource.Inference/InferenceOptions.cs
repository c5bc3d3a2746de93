namespace Crowdsource.Inference;

/// <summary>How much of the machine one session may use.</summary>
public sealed record InferenceOptions
{
    /// <summary>Threads that share one image, 1 or more; parallel callers want 1.</summary>
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
