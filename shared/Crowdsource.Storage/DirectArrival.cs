namespace Crowdsource.Storage;

/// <summary>What became of bytes that were put straight into the store.</summary>
public enum DirectArrival
{
    /// <summary>None are there, or not as many as were announced.</summary>
    Absent = 1,

    /// <summary>Others than were announced; they are deleted.</summary>
    Different = 2,

    /// <summary>All of them are there.</summary>
    Complete = 3,
}
