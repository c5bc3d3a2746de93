namespace Crowdsource.Protocol.Models;

/// <summary>A photo that one version recognises and the other does not.</summary>
/// <param name="Label">What it shows.</param>
/// <param name="Before">What the version before says; null for a label that the new one does not know.</param>
/// <param name="Now">What the new version says.</param>
/// <param name="Licence">SPDX identifier that its volunteer agreed to.</param>
/// <param name="Submission">The photo's id; null for those who are not staff.</param>
public sealed record CardExample(string Label, string? Before, string Now, string Licence, Guid? Submission);
