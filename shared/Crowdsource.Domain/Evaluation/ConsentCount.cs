namespace Crowdsource.Domain.Evaluation;

/// <param name="Version">Of the consent text.</param>
/// <param name="Photos">Given under it.</param>
public sealed record ConsentCount(int Version, int Photos);
