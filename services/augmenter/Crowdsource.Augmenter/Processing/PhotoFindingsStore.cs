using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Inference;
using Crowdsource.Storage;
using Crowdsource.Vision;

namespace Crowdsource.Augmenter.Processing;

/// <summary>Keeps what was made of a photo: the clean picture, its thumbnail and its activations, before any row refers to them.</summary>
internal sealed class PhotoFindingsStore(ICatalogue catalogue, IBlobStore blobs, PhotoActivations activations, TimeProvider clock)
{
    public async Task<StoredFindings> Put(ExaminationResult.Examined examined, CancellationToken cancellationToken)
    {
        var extracted = await activations.Extract(examined.Inputs, cancellationToken);
        ReadOnlyMemory<byte>[] pictures = [examined.Master, examined.Thumbnail];
        ReadOnlyMemory<byte>[] contents = extracted is null ? pictures : [.. pictures, extracted.ToBytes()];
        BlobDigest[] digests = [.. contents.Select(content => BlobDigest.Of(content.Span))];

        // Condemned until a row refers to them: what a killed worker or an erased photo leaves behind is swept.
        var mark = await catalogue.Write(
            async (db, token) =>
            {
                await db.Condemn(BlobKind.Kept, digests, clock.GetUtcNow(), token);
                return await db.SweepMark(token);
            },
            cancellationToken);
        foreach (var content in contents)
        {
            await blobs.Put(content, cancellationToken);
        }

        var findings = new PhotoFindings(
            digests[0],
            digests[1],
            extracted is null ? null : digests[2],
            extracted is null ? null : ActivationOrigin.Of(extracted.Extractor, extracted.Recipe),
            examined.Width,
            examined.Height,
            examined.PixelDigest,
            unchecked((long)examined.PerceptualHash),
            examined.Quality.Sharpness,
            examined.Quality.Brightness);
        return new StoredFindings(findings, mark);
    }
}
