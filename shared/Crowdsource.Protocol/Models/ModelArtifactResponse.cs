namespace Crowdsource.Protocol.Models;

/// <summary>One file of a version for one engine, precision and input size.</summary>
/// <param name="Artifact">Such as <c>onnx/int8</c> or <c>tflite/int8@160</c>.</param>
/// <param name="InputSize">Width and height of its input in pixels.</param>
/// <param name="Bytes">Length of the model file.</param>
/// <param name="MultiplyAdds">The work of one answer.</param>
/// <param name="Top1">Share of right answers on the night's test photos, 0 to 1; null without any.</param>
/// <param name="Parity">Against 32-bit weights at the same input size; null for that reference itself.</param>
/// <param name="Withheld">Why phones do not get it; null when they do.</param>
/// <param name="Files">Its bundle; empty when it is withheld.</param>
public sealed record ModelArtifactResponse(
    string Artifact,
    int InputSize,
    long Bytes,
    long MultiplyAdds,
    double? Top1,
    ParityResponse? Parity,
    WithheldResponse? Withheld,
    IReadOnlyList<ModelFile> Files);
