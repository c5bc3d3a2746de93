namespace Crowdsource.Protocol.Newsletters;

/// <summary>A published newsletter issue.</summary>
/// <param name="Number">From 1 up.</param>
/// <param name="Title">Its title.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="Photos">How many photos it was published with.</param>
public sealed record IssueResponse(int Number, string Title, DateTimeOffset PublishedAt, int Photos);
