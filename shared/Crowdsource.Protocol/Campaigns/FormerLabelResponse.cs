namespace Crowdsource.Protocol.Campaigns;

/// <summary>A label that was merged into another or retired.</summary>
/// <param name="Id">Stable number within the campaign.</param>
/// <param name="Name">What it was called; a label in use may have that name by now.</param>
/// <param name="MergedInto">The label as which its photos count; null: it is retired, and they do not count.</param>
public sealed record FormerLabelResponse(int Id, string Name, int? MergedInto);
