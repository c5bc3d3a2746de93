namespace Crowdsource.Contracts.Messages;

/// <summary>A piece of work is owed. The bus carries its number only: the work table is the truth, so a lost message costs time, never work.</summary>
public interface IWorkAvailable
{
    /// <summary>The work item's number.</summary>
    long WorkId { get; }
}
