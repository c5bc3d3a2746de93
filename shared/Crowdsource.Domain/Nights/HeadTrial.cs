using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>One value that grouped validation tried for one setting of a head, the others being as they were chosen before.</summary>
[GenerateSerializer, Immutable, Alias("head-trial")]
public sealed record HeadTrial
{
    /// <summary><c>weight-decay</c>, <c>label-smoothing</c> or <c>label-balance</c>.</summary>
    [Id(0)] public required string Setting { get; init; }

    [Id(1)] public required double Value { get; init; }

    /// <summary>Share of photos recognised by heads that had not learned from their group, 0 to 1.</summary>
    [Id(2)] public required double Top1 { get; init; }

    /// <summary>Of photos and of their variants, added, each at its best temperature; nats.</summary>
    [Id(3)] public required double LogLoss { get; init; }

    /// <summary>What of the loss it saves against the setting's default, and the standard error of that; 0 for the default itself.</summary>
    [Id(4)] public double Gain { get; init; }
    [Id(5)] public double GainError { get; init; }

    [Id(6)] public bool Chosen { get; init; }
}
