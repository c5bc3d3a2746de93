namespace Crowdsource.Protocol.Models;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Relative, with forward slashes, such as <c>model.onnx</c>.</param>
/// <param name="Sha256">Of its bytes: 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Its length.</param>
public sealed record ModelFile(string Path, string Sha256, long Bytes);
