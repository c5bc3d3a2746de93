namespace Crowdsource.Catalogue.Work;

/// <summary>How much work there is of one kind.</summary>
/// <param name="Kind">One of <see cref="Crowdsource.Domain.Work.WorkKind"/>.</param>
/// <param name="Open">Due, and held by nobody.</param>
/// <param name="Held">Leased.</param>
/// <param name="Waiting">Not yet due.</param>
/// <param name="Dead">Given up.</param>
/// <param name="Done">Settled.</param>
public sealed record WorkCounts(string Kind, int Open, int Held, int Waiting, int Dead, int Done);
