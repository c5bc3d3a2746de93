namespace Crowdsource.Cli.Import;

/// <summary>What an import did.</summary>
/// <param name="Photos">Photos in the folder.</param>
/// <param name="Sent">New on the server.</param>
/// <param name="AlreadyThere">On the server before, from an earlier run or twice in the folder.</param>
/// <param name="Refused">File → why the server did not take it.</param>
/// <param name="Ignored">Files that are no photos by their name.</param>
internal sealed record ImportReport(int Photos, int Sent, int AlreadyThere, IReadOnlyDictionary<string, string> Refused, int Ignored);
