namespace Crowdsource.Catalogue.Work;

/// <summary>What nobody takes care of.</summary>
/// <param name="Oldest">For how long the oldest work has been owed that is due and held by nobody; zero when there is none.</param>
/// <param name="Dead">How much was given up.</param>
public sealed record WorkBacklog(TimeSpan Oldest, int Dead);
