using Crowdsource.Vision;

namespace Crowdsource.Augmenter.Predictions;

/// <summary>What a model says of a photo.</summary>
internal abstract record PhotoPrediction
{
    private PhotoPrediction()
    {
    }

    /// <param name="Probabilities">One per label, in the order of the model's labels, adding up to 1.</param>
    public sealed record Predicted(IReadOnlyList<float> Probabilities) : PhotoPrediction;

    /// <summary>The photo cannot be used.</summary>
    /// <param name="Code">One of <see cref="Domain.Submissions.RejectionCode"/>.</param>
    public sealed record Refused(string Code) : PhotoPrediction;

    /// <summary>The child gave no answer.</summary>
    public sealed record Failed(VisionFailure Reason) : PhotoPrediction;

    /// <summary>The model's file is not there.</summary>
    public sealed record NoModel : PhotoPrediction;
}
