namespace Crowdsource.Protocol.Missions;

/// <summary>A request for photos of a label, or of two that the last night's model takes for each other.</summary>
/// <param name="Label">The label.</param>
/// <param name="Guidance">How to photograph it.</param>
/// <param name="Accepted">Accepted photos so far.</param>
/// <param name="Target">Accepted photos wanted.</param>
/// <param name="Recall">Share of its test photos that the last night's model recognised, 0 to 1; null when it is not known.</param>
/// <param name="TestPhotos">How many test photos that is measured on.</param>
/// <param name="Reason">What makes it needed most.</param>
/// <param name="Need">How much it is needed, 0 to 1.</param>
/// <param name="Confusion">The other label of a pair that is confused; null when it is about one label.</param>
public sealed record MissionResponse(
    string Label,
    string? Guidance,
    int Accepted,
    int Target,
    double? Recall,
    int TestPhotos,
    MissionReason Reason,
    double Need,
    ConfusionResponse? Confusion);
