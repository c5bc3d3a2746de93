using Crowdsource.Domain.Imaging;
using Crowdsource.Vision;

namespace Crowdsource.Augmenter.Tests.Processing;

/// <summary>Every photo kills its child.</summary>
internal sealed class DeadlyVision : IVision
{
    public int Deaths { get; private set; }

    public Task<ExaminationResult> Examine(ReadOnlyMemory<byte> upload, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken)
    {
        Deaths++;
        return Task.FromResult<ExaminationResult>(new ExaminationResult.Failed(VisionFailure.Died));
    }

    public Task<IReadOnlyList<RgbImage>> Prepare(ReadOnlyMemory<byte> master, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken) =>
        throw new VisionFailedException(VisionFailure.Died);

    public Task<PreprocessingResult> Preprocess(ReadOnlyMemory<byte> photo, CancellationToken cancellationToken) =>
        Task.FromResult<PreprocessingResult>(new PreprocessingResult.Failed(VisionFailure.Died));

    public Task<byte[]> Render(ReadOnlyMemory<byte> master, PhotoView view, CancellationToken cancellationToken) =>
        throw new VisionFailedException(VisionFailure.Died);
}
