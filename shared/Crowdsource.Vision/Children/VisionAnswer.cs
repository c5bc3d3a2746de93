using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Children;

internal abstract record VisionAnswer
{
    private VisionAnswer()
    {
    }

    public sealed record Refused(string Code) : VisionAnswer;

    public sealed record Examined(ExaminationResult.Examined Result) : VisionAnswer;

    public sealed record Inputs(IReadOnlyList<RgbImage> Images) : VisionAnswer;

    public sealed record Picture(byte[] Jpeg) : VisionAnswer;

    /// <summary>A picture of our own cannot be decoded.</summary>
    public sealed record Damaged : VisionAnswer;

    /// <summary>Said by the parent, when the child says nothing.</summary>
    public sealed record Failed(VisionFailure Reason) : VisionAnswer;
}
