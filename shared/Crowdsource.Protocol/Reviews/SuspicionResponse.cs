namespace Crowdsource.Protocol.Reviews;

/// <summary>Why a photo's label is doubted: models that did not learn from the photo, nor from others of its session, answer something else.</summary>
/// <param name="Likelier">What they answer.</param>
/// <param name="Confidence">How sure they are of it, 0 to 1.</param>
/// <param name="SelfConfidence">How sure they are of the label that the photo has, 0 to 1.</param>
/// <param name="Night">The night that doubts it.</param>
public sealed record SuspicionResponse(string Likelier, double Confidence, double SelfConfidence, int Night);
