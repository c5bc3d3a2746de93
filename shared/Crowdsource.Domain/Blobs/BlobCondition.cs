namespace Crowdsource.Domain.Blobs;

/// <summary>What is left of a blob.</summary>
public enum BlobCondition
{
    /// <summary>Its bytes have the digest of its name.</summary>
    Sound,

    /// <summary>There are other bytes, or fewer.</summary>
    Damaged,

    /// <summary>There is nothing of that name.</summary>
    Missing,
}
