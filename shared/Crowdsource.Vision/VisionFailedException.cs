namespace Crowdsource.Vision;

/// <summary>A child failed on a picture of our own, where no answer but the pixels makes sense.</summary>
public sealed class VisionFailedException(VisionFailure reason) : Exception($"The picture could not be prepared: {reason}.")
{
    public VisionFailure Reason { get; } = reason;
}
