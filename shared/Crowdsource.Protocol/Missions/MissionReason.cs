namespace Crowdsource.Protocol.Missions;

/// <summary>Why photos of a label are asked for.</summary>
public enum MissionReason
{
    /// <summary>Fewer accepted photos than its target.</summary>
    FewPhotos = 1,

    /// <summary>The last night's model recognises it badly.</summary>
    WeakRecall = 2,

    /// <summary>The last night's model takes it for another label, or that one for it: photos of both are needed.</summary>
    Confused = 3,
}
