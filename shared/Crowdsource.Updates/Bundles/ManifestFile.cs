namespace Crowdsource.Updates.Bundles;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">See <see cref="BundleFormat.IsSafePath"/>.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Its length.</param>
public sealed record ManifestFile(string Path, string Sha256, long Bytes);
