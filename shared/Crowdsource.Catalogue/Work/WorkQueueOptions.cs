namespace Crowdsource.Catalogue.Work;

/// <summary>How patient the work queue is.</summary>
public sealed class WorkQueueOptions
{
    /// <summary>Attempts before work becomes a dead letter; at least 1.</summary>
    public int MaxAttempts { get; set; } = 5;
}
