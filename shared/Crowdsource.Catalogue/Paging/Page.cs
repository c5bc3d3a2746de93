namespace Crowdsource.Catalogue;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">Where the next page starts (exclusive); null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Next);
