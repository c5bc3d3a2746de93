namespace Crowdsource.Protocol.Campaigns;

/// <summary>What a volunteer agrees to.</summary>
/// <param name="Version">From 1 up; consent is given to a version.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Licence">SPDX identifier under which the photos are used.</param>
public sealed record ConsentTextResponse(int Version, string Text, string Licence);
