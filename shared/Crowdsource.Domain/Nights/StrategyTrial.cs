using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>A way to train that a night tried, judged on validation photos, which it did not learn from, in all views that the gate looks at.</summary>
[GenerateSerializer, Immutable, Alias("strategy-trial")]
public sealed record StrategyTrial
{
    /// <summary>Such as <c>linear-head</c> or <c>tail-tuning</c>.</summary>
    [Id(0)] public required string Strategy { get; init; }

    /// <summary>Validation photos that judged; without any, nothing is known.</summary>
    [Id(1)] public required int Photos { get; init; }

    /// <summary>The share of their views (upright, turned, blurred, off-centre) that was recognised, 0 to 1.</summary>
    [Id(2)] public required double Top1 { get; init; }

    /// <summary>Wilson 95 % interval of <see cref="Top1"/>, as if each photo had one view.</summary>
    [Id(3)] public required double Low { get; init; }
    [Id(4)] public required double High { get; init; }

    /// <summary>What it took tonight.</summary>
    [Id(5)] public required double Seconds { get; init; }

    /// <summary>Bytes of float32 weights that it changes, about: what phones would download anew.</summary>
    [Id(6)] public required long ChangedBytes { get; init; }

    /// <summary>Whether it made tonight's model.</summary>
    [Id(7)] public bool Chosen { get; init; }
}
