using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>A photo whose label is probably wrong.</summary>
/// <param name="Photo">Digest of the clean master.</param>
/// <param name="Label">The label that it has.</param>
/// <param name="Likelier">The label that a model which did not learn from it gives it.</param>
/// <param name="Confidence">The probability of <paramref name="Likelier"/>, 0 to 1.</param>
/// <param name="SelfConfidence">The probability of <paramref name="Label"/>, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("doubted-photo")]
public sealed record DoubtedPhoto(BlobDigest Photo, LabelId Label, LabelId Likelier, double Confidence, double SelfConfidence);
