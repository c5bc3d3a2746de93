using Crowdsource.Domain.Blobs;

namespace Crowdsource.Contracts.Pictures;

/// <summary>Shows curators what augmentation makes of a photo. Implemented where pixels are decoded.</summary>
public interface IVariantRenderer
{
    /// <summary>Variant <paramref name="k"/> of the clean picture under the current recipe, as a JPEG; null when there is no such variant.</summary>
    /// <param name="master">The clean picture.</param>
    /// <param name="k">0 to 63.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<byte[]?> Render(BlobDigest master, int k, CancellationToken cancellationToken);
}
