namespace Crowdsource.Protocol.Models;

/// <param name="Version">Of the consent text.</param>
/// <param name="Licence">SPDX identifier in it; null when the campaign no longer has it.</param>
/// <param name="Photos">Given under it.</param>
public sealed record CardConsent(int Version, string? Licence, int Photos);
