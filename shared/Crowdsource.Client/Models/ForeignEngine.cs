using Crowdsource.Updates.Bundles;

namespace Crowdsource.Client.Models;

/// <summary>Loads a bundle's model into an engine that this SDK does not know.</summary>
/// <param name="bundle">Verified: every hash is right.</param>
/// <returns>From the input, in the layout of the bundle's preprocessing, to its output before thresholds. Used for golden examples only.</returns>
/// <exception cref="InvalidBundleException">With <see cref="InvalidBundleException.ModelUnusable"/>: the engine cannot load it.</exception>
public delegate Func<float[], float[]> ForeignEngine(Bundle bundle);
