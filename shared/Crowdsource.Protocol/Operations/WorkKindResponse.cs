namespace Crowdsource.Protocol.Operations;

/// <param name="Kind">Such as <c>process-photo</c>.</param>
/// <param name="Open">Due, and held by nobody.</param>
/// <param name="Held">Being worked on.</param>
/// <param name="Waiting">Not yet due.</param>
/// <param name="Dead">Given up.</param>
/// <param name="Done">Settled.</param>
public sealed record WorkKindResponse(string Kind, int Open, int Held, int Waiting, int Dead, int Done);
