using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision;

/// <summary>Pixels in, pixels out. Untrusted photos are decoded in child processes only; a photo that kills its child costs one attempt.</summary>
public interface IVision
{
    /// <summary>Decodes, cleans, judges and measures an upload, and makes the network's input for each view from its clean master.</summary>
    Task<ExaminationResult> Examine(ReadOnlyMemory<byte> upload, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken);

    /// <summary>Makes the inputs again from a clean master: the same bytes as <see cref="Examine"/> gave, on the same machine kind.</summary>
    /// <exception cref="VisionFailedException">The child gave no answer.</exception>
    /// <exception cref="InvalidDataException">The master is damaged.</exception>
    Task<IReadOnlyList<RgbImage>> Prepare(ReadOnlyMemory<byte> master, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken);

    /// <summary>The network's input straight from any photo, as a phone makes it.</summary>
    Task<PreprocessingResult> Preprocess(ReadOnlyMemory<byte> photo, CancellationToken cancellationToken);

    /// <summary>A view as a JPEG, for a curator to look at.</summary>
    /// <exception cref="VisionFailedException">The child gave no answer.</exception>
    /// <exception cref="InvalidDataException">The master is damaged.</exception>
    Task<byte[]> Render(ReadOnlyMemory<byte> master, PhotoView view, CancellationToken cancellationToken);
}
