namespace Crowdsource.Protocol.Updates;

/// <summary>
/// A version that a share of the devices gets. A device is one of them when its place is below the share; its place is the first 8 bytes of SHA-256
/// over the UTF-8 text <c>device/salt</c>, read as an unsigned big-endian number, modulo 10,000. The device is a random UUID that the installation
/// keeps, written in lower case with hyphens.
/// </summary>
/// <param name="Share">Places of 10,000 that get it, 1 to 9,999.</param>
/// <param name="Salt">Orders the devices: another one with each release.</param>
/// <param name="Release">What they get.</param>
public sealed record TrialDocument(int Share, string Salt, ReleaseDocument Release);
