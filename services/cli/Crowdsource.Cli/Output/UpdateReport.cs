namespace Crowdsource.Cli.Output;

/// <param name="Outcome"><c>activated</c>, <c>upToDate</c> or <c>nothingOffered</c>.</param>
/// <param name="Sentence">For people.</param>
/// <param name="ActiveVersion">The version that is active now; null: none.</param>
/// <param name="ActiveFolder">Its bundle's folder.</param>
internal sealed record UpdateReport(string Outcome, string Sentence, int? ActiveVersion, string? ActiveFolder);
