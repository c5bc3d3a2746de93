using Crowdsource.Domain.Submissions;

namespace Crowdsource.Augmenter.Processing;

/// <summary>Findings whose blobs are stored.</summary>
/// <param name="Findings">What was found.</param>
/// <param name="SweepMark">Where deletions stood before the blobs were stored.</param>
internal sealed record StoredFindings(PhotoFindings Findings, long SweepMark);
