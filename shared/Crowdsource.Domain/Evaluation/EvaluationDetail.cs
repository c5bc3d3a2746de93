using System.Collections.Immutable;
using System.Text.Json;

namespace Crowdsource.Domain.Evaluation;

/// <summary>
/// What a night found beyond its report: kept as one blob of JSON that the report names, for the model's card. Photos stand in it by the
/// digests of their clean masters, to be looked up when a card is read: what was taken back since then is not found.
/// </summary>
public sealed record EvaluationDetail
{
    /// <summary>What splits keep together: <c>session</c> or <c>contributor</c>.</summary>
    public required string Grouping { get; init; }

    /// <summary>Different people among the photos' contributors.</summary>
    public required int Contributors { get; init; }

    /// <summary>Groups of photos that no split tears apart.</summary>
    public required int Groups { get; init; }

    /// <summary>Photos by the version of the consent text that they were given under.</summary>
    public required ImmutableArray<ConsentCount> Consents { get; init; }

    /// <summary>In the order of the model's outputs.</summary>
    public required ImmutableArray<LabelDetail> Labels { get; init; }

    /// <summary>Test photos, [true label][given label], in the order of <see cref="Labels"/>.</summary>
    public required int[][] Confusion { get; init; }

    /// <summary>Test photos by the confidence of their answer, lowest first.</summary>
    public required ImmutableArray<ReliabilityBin> Reliability { get; init; }

    /// <summary>An answer less probable than this is better not shown, 0 to 1.</summary>
    public required double AbstainBelow { get; init; }

    /// <summary>Whose weights are inside beside what the photos taught; null when nobody's.</summary>
    public string? Attribution { get; init; }

    /// <summary>Against the version that phones had; null without one.</summary>
    public ChampionDetail? Champion { get; init; }

    /// <summary>As it is stored.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <exception cref="JsonException">It is none.</exception>
    public static EvaluationDetail Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<EvaluationDetail>(json, JsonSerializerOptions.Web) ?? throw new JsonException("Empty.");
}
