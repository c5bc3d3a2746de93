using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;

namespace Crowdsource.Contracts.Grains;

/// <summary>One training run. Key: campaign/number. Calls of a trainer that is no longer the holder answer null or false and change nothing.</summary>
[Alias("night-grain")]
public interface INightGrain : IGrainWithStringKey
{
    /// <summary>A trainer takes the night up.</summary>
    [Alias("begin")]
    Task<NightState?> Begin(WorkTicket ticket);

    /// <summary>Where the trainer is; <paramref name="progress"/> is a share from 0 to 1 of the phase.</summary>
    [Alias("progress")]
    Task<bool> Progress(WorkTicket ticket, NightPhase phase, double progress);

    /// <summary>Work that a later attempt need not do again; what it made is kept until the night ends.</summary>
    [Alias("keep")]
    Task<bool> Keep(WorkTicket ticket, NightStep step);

    /// <summary>The list of feature shards so far, which the next night reads too if this one comes to nothing.</summary>
    [Alias("keep-features")]
    Task<bool> KeepFeatures(WorkTicket ticket, BlobDigest manifest);

    /// <summary>A file with features that the ended night left stands anew, without photos that are gone; false when the night no longer has it.</summary>
    [Alias("replace-features")]
    Task<bool> ReplaceFeatures(BlobDigest before, BlobDigest after);

    /// <summary>Stops the night and settles its work; its trainer learns it within seconds. Null when there is no such night; else what it is now.</summary>
    [Alias("cancel")]
    Task<NightState?> Cancel();

    /// <summary>Ends the night: writes verdict, model version and the release it owes in one transaction, and closes the work.</summary>
    [Alias("conclude")]
    Task<NightState?> Conclude(WorkTicket ticket, NightConclusion conclusion);

    /// <summary>The state; null when there is no such night.</summary>
    [Alias("get")]
    Task<NightState?> Get();
}
