namespace Crowdsource.Cli.Demo.Summary;

/// <summary>One file of the newest version for one engine, precision and input size.</summary>
/// <param name="Artifact">Such as <c>tflite/int8@160</c>.</param>
/// <param name="Bytes">Length of the model file.</param>
/// <param name="MultiplyAdds">The work of one answer.</param>
/// <param name="Top1">Share of right answers on the night's own test photos, hence optimistic.</param>
/// <param name="ParityPhotos">Photos and variants on which it was compared with 32-bit weights at the same input size.</param>
/// <param name="Agreement">Share of them with the same answer.</param>
/// <param name="AccuracyLost">In shares of right answers.</param>
/// <param name="Withheld">Why phones do not get it.</param>
/// <param name="ChangedBytes">Bytes of the model file that are not in the same place of the version before; null where there is none.</param>
internal sealed record ArtifactSummary(
    string Artifact,
    long Bytes,
    long MultiplyAdds,
    double? Top1,
    int? ParityPhotos,
    double? Agreement,
    double? AccuracyLost,
    string? Withheld,
    long? ChangedBytes);
