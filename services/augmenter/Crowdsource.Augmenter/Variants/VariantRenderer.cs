using Crowdsource.Contracts.Pictures;
using Crowdsource.Domain.Blobs;
using Crowdsource.Storage;
using Crowdsource.Vision;

namespace Crowdsource.Augmenter.Variants;

/// <summary>Shows a curator what a night learns from.</summary>
internal sealed class VariantRenderer(IBlobStore blobs, IVision vision) : IVariantRenderer
{
    /// <summary>Augmented variant <paramref name="k"/> of a clean master as a JPEG; null when there is no such master.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The recipe has no such variant.</exception>
    /// <exception cref="VisionFailedException">The child gave no answer.</exception>
    public async Task<byte[]?> Render(BlobDigest master, int k, CancellationToken cancellationToken)
    {
        var view = PhotoView.Variant(k);
        await using var stream = await blobs.OpenRead(master, cancellationToken);
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return await vision.Render(bytes, view, cancellationToken);
    }
}
