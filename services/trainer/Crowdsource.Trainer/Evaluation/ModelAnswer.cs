namespace Crowdsource.Trainer.Evaluation;

/// <param name="Output">The likeliest output.</param>
/// <param name="Confidence">Its probability, 0 to 1.</param>
internal readonly record struct ModelAnswer(int Output, float Confidence);
