namespace Crowdsource.Domain.Submissions;

/// <summary>What an accepted photo is for. Assigned once; only a curator's lock moves a photo, from Test to Anchor.</summary>
public enum Split
{
    Train = 1,
    Validation = 2,
    Test = 3,

    /// <summary>Locked by curators: judges every night, trains none.</summary>
    Anchor = 4,
}
