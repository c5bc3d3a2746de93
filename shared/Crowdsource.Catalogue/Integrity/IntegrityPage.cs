namespace Crowdsource.Catalogue.Integrity;

/// <summary>What one step of an <see cref="IntegrityCheck"/> looked at.</summary>
/// <param name="Photos">Submissions looked at.</param>
/// <param name="Blobs">Files whose bytes were read.</param>
/// <param name="Findings">What does not add up.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record IntegrityPage(int Photos, int Blobs, IReadOnlyList<IntegrityFinding> Findings, long? Next);
