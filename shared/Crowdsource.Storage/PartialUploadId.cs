namespace Crowdsource.Storage;

/// <summary>Names an upload whose bytes are still arriving.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Upload">Which of the owner's.</param>
public readonly record struct PartialUploadId(Guid Owner, Guid Upload);
