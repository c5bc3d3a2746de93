namespace Crowdsource.Updates.Bundles;

/// <summary>What one output of the network means. <c>labels.json</c> lists them in the order of the outputs.</summary>
/// <param name="Id">Stable within the campaign.</param>
/// <param name="Name">What people read.</param>
public sealed record BundleLabel(int Id, string Name);
