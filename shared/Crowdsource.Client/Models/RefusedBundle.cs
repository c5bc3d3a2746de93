namespace Crowdsource.Client.Models;

/// <summary>A bundle that is not to be fetched again: an entry of <c>refused.json</c>.</summary>
/// <param name="Digest">The bundle's name.</param>
/// <param name="Version">Its model version.</param>
/// <param name="Code">Why, as in the receipt.</param>
/// <param name="Detail">For people.</param>
/// <param name="Sdk">The SDK that refused it: a newer one may know better.</param>
internal sealed record RefusedBundle(string Digest, int Version, string Code, string Detail, string Sdk);
