using Crowdsource.Domain.Blobs;
using Crowdsource.Vision;

namespace Crowdsource.Augmenter.Predictions;

/// <summary>Runs a released model on a stranger's photo, as a phone would.</summary>
internal sealed class PhotoPredictor(IVision vision, ClassifierCache classifiers)
{
    /// <param name="photo">JPEG, PNG or WebP.</param>
    /// <param name="model">The ONNX file of a model version.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<PhotoPrediction> Predict(ReadOnlyMemory<byte> photo, BlobDigest model, CancellationToken cancellationToken)
    {
        if (await classifiers.Get(model, cancellationToken) is not { } classifier)
        {
            return new PhotoPrediction.NoModel();
        }

        return await vision.Preprocess(photo, cancellationToken) switch
        {
            PreprocessingResult.Prepared { Input: var input } => new PhotoPrediction.Predicted(classifier.Predict(input)),
            PreprocessingResult.Refused { Code: var code } => new PhotoPrediction.Refused(code),
            PreprocessingResult.Failed { Reason: var reason } => new PhotoPrediction.Failed(reason),
            var unknown => throw new InvalidOperationException($"Unknown preprocessing result {unknown}."),
        };
    }
}
