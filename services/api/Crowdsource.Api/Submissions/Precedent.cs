namespace Crowdsource.Api.Submissions;

/// <summary>What the catalogue knew of a photo before its bytes were stored.</summary>
/// <param name="IsKnown">Whether it was submitted before.</param>
/// <param name="SweepMark">Where deletions of blobs stood.</param>
internal readonly record struct Precedent(bool IsKnown, long SweepMark);
