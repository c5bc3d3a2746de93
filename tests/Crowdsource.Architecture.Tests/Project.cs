namespace Crowdsource.Architecture.Tests;

/// <summary>A project file.</summary>
/// <param name="Name">Without the common prefix.</param>
/// <param name="IsService">Under services/, not under shared/.</param>
/// <param name="Uses">The projects it refers to.</param>
/// <param name="Packages">The packages it refers to.</param>
internal sealed record Project(string Name, bool IsService, IReadOnlyList<string> Uses, IReadOnlyList<string> Packages);
