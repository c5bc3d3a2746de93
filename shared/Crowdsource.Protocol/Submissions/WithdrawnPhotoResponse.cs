namespace Crowdsource.Protocol.Submissions;

/// <summary>A photo that its volunteer took back.</summary>
/// <param name="Photo">SHA-256 of the clean photo, as snapshots and exports name it.</param>
/// <param name="WithdrawnAt">When.</param>
public sealed record WithdrawnPhotoResponse(string Photo, DateTimeOffset WithdrawnAt);
