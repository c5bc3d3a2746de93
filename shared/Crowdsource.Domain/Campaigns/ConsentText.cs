using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>What a volunteer agrees to; a photo stores the version that stood when it was sent.</summary>
/// <param name="Version">From 1 up.</param>
/// <param name="Text">Plain text shown to the volunteer.</param>
/// <param name="Licence">SPDX identifier under which the photos are used, such as CC-BY-4.0.</param>
[GenerateSerializer, Immutable, Alias("consent-text")]
public sealed record ConsentText(int Version, string Text, string Licence);
