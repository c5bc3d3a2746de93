using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Releases;

/// <summary>A row of the receipt ledger (append-only): what a device says it did; (Id) is unique, so a retry counts once.</summary>
[GenerateSerializer, Immutable, Alias("receipt-entry")]
public sealed record ReceiptEntry
{
    /// <summary>Made by the device.</summary>
    [Id(0)] public required Guid Id { get; init; }
    [Id(1)] public required CampaignId Campaign { get; init; }
    [Id(2)] public required string Channel { get; init; }

    /// <summary>A random number of the installation, not of the person.</summary>
    [Id(3)] public required Guid Device { get; init; }
    [Id(4)] public required int Version { get; init; }
    [Id(5)] public required ReceiptKind Kind { get; init; }

    /// <summary>Why, when refused or rolled back.</summary>
    [Id(6)] public string? Detail { get; init; }
    [Id(7)] public required DateTimeOffset At { get; init; }
}
