namespace Crowdsource.Vision;

/// <summary>How a child failed to answer. Nothing is known about the photo but that it was there.</summary>
public enum VisionFailure
{
    Died,
    TimedOut,
    MemoryLimit,
}
