namespace Crowdsource.Protocol.Newsletters;

/// <summary>A photo that would do well in the next issue.</summary>
/// <param name="Submission">Its id: pick it by <c>PUT …/highlights/{submission}</c>.</param>
/// <param name="Label">What it shows.</param>
/// <param name="Quality">0 to 1.</param>
/// <param name="Thumbnail">Where its picture is.</param>
public sealed record HighlightSuggestion(Guid Submission, string Label, double Quality, string Thumbnail);
