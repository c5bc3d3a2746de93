namespace Crowdsource.Protocol.Reviews;

/// <summary>A photo that waits for a vote.</summary>
/// <param name="Submission">The photo.</param>
/// <param name="Label">The label claimed for it.</param>
/// <param name="Thumbnail">Where its small picture is: a path on this server, asked for with the same token.</param>
public sealed record VoteItem(Guid Submission, string Label, string Thumbnail);
