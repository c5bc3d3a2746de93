using Crowdsource.Domain.Nights;

namespace Crowdsource.Protocol.Nights;

/// <summary>One training run.</summary>
/// <param name="Number">From 1 up.</param>
/// <param name="Phase">Where it is; <c>promoted</c>, <c>refused</c>, <c>skipped</c>, <c>failed</c> and <c>cancelled</c> are its verdicts.</param>
/// <param name="Ended">Whether the phase is a verdict.</param>
/// <param name="Progress">Share of the phase that is done, 0 to 1.</param>
/// <param name="Reasons">Why it was refused, skipped, failed or cancelled.</param>
/// <param name="Version">The model version it produced; null unless promoted.</param>
/// <param name="Seed">What its training was seeded with.</param>
/// <param name="ScheduledFor">The local date of a scheduled night.</param>
/// <param name="OpenedAt">When it was asked for.</param>
/// <param name="StartedAt">When a trainer first took it up.</param>
/// <param name="EndedAt">When its verdict fell.</param>
/// <param name="Report">What it found; null until it ends, and when it was skipped, failed or cancelled.</param>
/// <param name="RemainingSeconds">How long it will go on, estimated from its pace and from the night before; null when it has ended or nothing can be told yet.</param>
public sealed record NightResponse(
    int Number,
    NightPhase Phase,
    bool Ended,
    double Progress,
    IReadOnlyList<NightReasonResponse> Reasons,
    int? Version,
    int Seed,
    DateOnly? ScheduledFor,
    DateTimeOffset OpenedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    NightReportResponse? Report,
    int? RemainingSeconds);
