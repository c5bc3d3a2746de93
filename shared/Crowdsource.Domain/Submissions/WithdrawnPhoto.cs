using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Submissions;

/// <summary>A photo that its volunteer took back or had erased (append-only): who holds a copy of it, by this digest, deletes it.</summary>
[GenerateSerializer, Immutable, Alias("withdrawn-photo")]
public sealed record WithdrawnPhoto
{
    [Id(0)] public required CampaignId Campaign { get; init; }

    /// <summary>Of the clean master, as snapshots and exports name it.</summary>
    [Id(1)] public required BlobDigest Photo { get; init; }
    [Id(2)] public required DateTimeOffset At { get; init; }
}
