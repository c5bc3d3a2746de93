using Crowdsource.Domain.Work;
using Orleans.Runtime.Messaging;

namespace Crowdsource.Contracts.Work;

/// <summary>Tells an attempt that failed because a part of the system is away from one that failed by its work: it counts for nothing.</summary>
public static class Outage
{
    /// <summary>How long work waits for a part that is away before it is looked at again.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether it was an outage: of a store, or of the silo that had the grain, or of what the grain needed.</summary>
    public static bool Explains(Exception exception) => exception switch
    {
        OutageException or TimeoutException => true,
        _ when OfSilo(exception) => true,
        OrleansException { InnerException: { } why } => Explains(why),
        _ => false,
    };

    /// <summary>Whether the silo that has the grain has died or is ending: another will have it shortly.</summary>
    public static bool OfSilo(Exception exception) => exception
        is OrleansMessageRejectionException or ConnectionFailedException or SiloUnavailableException or OrleansException { InnerException: null };
}
