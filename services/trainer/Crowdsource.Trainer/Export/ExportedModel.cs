using Crowdsource.Domain.Blobs;

namespace Crowdsource.Trainer.Export;

/// <param name="Digest">Its name in the blob store.</param>
/// <param name="File">The bytes of the ONNX file.</param>
internal sealed record ExportedModel(BlobDigest Digest, byte[] File);
