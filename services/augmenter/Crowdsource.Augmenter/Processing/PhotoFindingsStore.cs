using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Inference;
using Crowdsource.Storage;
using Crowdsource.Vision;

namespace Crowdsource.Augmenter.Processing;

/// <summary>Keeps what was made of a photo: the clean picture, its thumbnail and its features, before any row refers to them.</summary>
internal sealed class PhotoFindingsStore(IBlobStore blobs, PhotoFeatures features)
{
    public async Task<PhotoFindings> Put(ExaminationResult.Examined examined, CancellationToken cancellationToken)
    {
        var extracted = await features.Extract(examined.Inputs, cancellationToken);
        var master = await blobs.Put(examined.Master, cancellationToken);
        var thumbnail = await blobs.Put(examined.Thumbnail, cancellationToken);
        BlobDigest? stored = extracted is null ? null : (await blobs.Put(extracted.ToBytes(), cancellationToken)).Digest;
        return new PhotoFindings(
            master.Digest,
            thumbnail.Digest,
            stored,
            extracted is null ? null : FeatureOrigin.Of(extracted.Extractor, extracted.Recipe),
            examined.Width,
            examined.Height,
            examined.PixelDigest,
            unchecked((long)examined.PerceptualHash),
            examined.Quality.Sharpness,
            examined.Quality.Brightness);
    }
}
