namespace Crowdsource.Protocol.Newsletters;

/// <summary>Photos for the next issue, best first: good ones that differ from each other and from what is picked.</summary>
/// <param name="Suggestions">At most 24; each may be shown and appeared in no issue yet.</param>
public sealed record HighlightSuggestionsResponse(IReadOnlyList<HighlightSuggestion> Suggestions);
