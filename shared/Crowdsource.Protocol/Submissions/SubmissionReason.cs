namespace Crowdsource.Protocol.Submissions;

/// <summary>Why a photo cannot be used.</summary>
/// <param name="Code">Stable, such as <c>too-blurry</c>.</param>
/// <param name="Advice">A sentence that helps to retake it.</param>
public sealed record SubmissionReason(string Code, string Advice);
