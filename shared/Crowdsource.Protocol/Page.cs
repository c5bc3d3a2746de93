namespace Crowdsource.Protocol;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">Pass it as <c>after</c> to get the next page; null on the last page. Opaque.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
