namespace Crowdsource.Protocol.Reviews;

/// <summary>In which order photos wait.</summary>
public enum QueueSort
{
    /// <summary>The oldest first.</summary>
    Age = 1,

    /// <summary>The best first.</summary>
    Quality = 2,

    /// <summary>The photos of one thing together, the latest thing first.</summary>
    Cluster = 3,
}
