using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision;

/// <summary>What a network would see of an arbitrary photo.</summary>
public abstract record PreprocessingResult
{
    private PreprocessingResult()
    {
    }

    /// <param name="Code">One of <see cref="Domain.Submissions.RejectionCode"/>.</param>
    public sealed record Refused(string Code) : PreprocessingResult;

    public sealed record Failed(VisionFailure Reason) : PreprocessingResult;

    public sealed record Prepared(RgbImage Input) : PreprocessingResult;
}
