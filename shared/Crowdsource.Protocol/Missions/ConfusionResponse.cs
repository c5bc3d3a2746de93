namespace Crowdsource.Protocol.Missions;

/// <summary>What a mission's label is confused with.</summary>
/// <param name="With">The other label, of which photos are needed too.</param>
/// <param name="Guidance">How to photograph it.</param>
/// <param name="Taken">Test photos of either label that the last night's model took for the other.</param>
/// <param name="TestPhotos">Test photos of both.</param>
public sealed record ConfusionResponse(string With, string? Guidance, int Taken, int TestPhotos);
