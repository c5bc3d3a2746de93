namespace Crowdsource.Domain.Blobs;

/// <summary>Which store a blob is in.</summary>
public enum BlobKind
{
    /// <summary>What the system made: clean pictures, features, snapshots, models.</summary>
    Kept = 1,

    /// <summary>A photo as its volunteer sent it, with whatever the phone wrote into it.</summary>
    Upload = 2,
}
