using Orleans;

namespace Crowdsource.Domain.Work;

/// <summary>The right to carry out one attempt of one piece of work.</summary>
/// <param name="Id">The work item.</param>
/// <param name="Kind">One of <see cref="WorkKind"/>.</param>
/// <param name="Subject">What it is about: a grain's key.</param>
/// <param name="Attempt">From 1 up.</param>
/// <param name="Fence">Compared when the effect is stored: a holder that was replaced is refused.</param>
[GenerateSerializer, Immutable, Alias("work-ticket")]
public sealed record WorkTicket(long Id, string Kind, string Subject, int Attempt, int Fence);
