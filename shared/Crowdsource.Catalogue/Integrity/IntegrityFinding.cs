namespace Crowdsource.Catalogue.Integrity;

/// <summary>Something that does not add up.</summary>
/// <param name="Code">A constant of this class: stable, for programs.</param>
/// <param name="Subject">What it is about, such as <c>submission 0199…</c>.</param>
/// <param name="Explanation">What it means and what to do, for people.</param>
public sealed record IntegrityFinding(string Code, string Subject, string Explanation)
{
    public const string MissingBlob = "missing-blob", DamagedBlob = "damaged-blob", PointsDiffer = "points-differ", WorkMissing = "work-missing";
}
