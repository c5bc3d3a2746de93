using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>A volunteer asks for a second look at a rejected photo; once per photo.</summary>
/// <param name="Text">What the volunteer says.</param>
/// <param name="Rejection">The <see cref="RejectionCode"/> that is appealed against.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("appeal")]
public sealed record Appeal(string Text, string Rejection, DateTimeOffset At);
