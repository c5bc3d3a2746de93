namespace Crowdsource.Storage;

/// <summary>What became of bytes that were put straight into the store.</summary>
public enum DirectArrival
{
    /// <summary>None are there, or not as many as were announced.</summary>
    Incomplete = 1,

    /// <summary>Others than were announced.</summary>
    Different = 2,

    /// <summary>All of them are there.</summary>
    Complete = 3,
}
