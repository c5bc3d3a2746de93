using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Crowdsource.Contracts.Telemetry;

/// <summary>
/// All that is measured, by its OpenTelemetry name, with its unit; recorded where it happens, once it is durable. No attribute names a person
/// or a device, and each has few values.
/// </summary>
public static class Measures
{
    /// <summary>Of the meter and of the source of traces.</summary>
    public const string Name = "Crowdsource";

    /// <summary>What became of a photo: a status of submissions.</summary>
    public const string Outcome = "crowdsource.outcome";

    /// <summary>How a night ended.</summary>
    public const string Verdict = "crowdsource.verdict";

    /// <summary>Of work or of a receipt.</summary>
    public const string Kind = "crowdsource.kind";

    /// <summary>Seconds, from a head night on few photos to a night that tunes all layers.</summary>
    private static readonly double[] s_nights = [1, 3, 10, 30, 60, 180, 600, 1800, 3600, 7200];

    private static readonly double[] s_answers = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly Meter s_meter = new(Name);

    /// <summary>The steps between a request and who carries out what it owes, where no framework has one.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>Photos acknowledged; a repetition is not counted.</summary>
    public static Counter<long> Uploads { get; } = s_meter.CreateCounter<long>("crowdsource.uploads", "{photo}", "Photos acknowledged.");

    /// <summary>Seconds from a photo's bytes to its acknowledgement.</summary>
    public static Histogram<double> Acknowledgement { get; } = s_meter.CreateHistogram(
        "crowdsource.upload.duration", "s", "From a photo's bytes to its acknowledgement.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_answers });

    /// <summary>Photos that were looked at, with <see cref="Outcome"/>.</summary>
    public static Counter<long> PhotosProcessed { get; } = s_meter.CreateCounter<long>("crowdsource.photos.processed", "{photo}", "Photos that were looked at.");

    /// <summary>Seconds from a night's opening to its end, with <see cref="Verdict"/>.</summary>
    public static Histogram<double> NightDuration { get; } = s_meter.CreateHistogram(
        "crowdsource.night.duration", "s", "From a night's opening to its end.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_nights });

    /// <summary>Seconds for which the night that is longest due has not been opened; 0 when all are.</summary>
    public static Gauge<double> NightOverdue { get; } = s_meter.CreateGauge<double>("crowdsource.night.overdue", "s", "For how long a night has been due.");

    /// <summary>Nights that failed in the last 24 hours.</summary>
    public static Gauge<long> NightsFailed { get; } = s_meter.CreateGauge<long>("crowdsource.nights.failed", "{night}", "Nights that failed in the last 24 hours.");

    /// <summary>Seconds for which the oldest work has been owed that is due and held by nobody, with <see cref="Kind"/>.</summary>
    public static Gauge<double> OldestWork { get; } = s_meter.CreateGauge<double>("crowdsource.work.age", "s", "Age of the oldest open work.");

    /// <summary>Work that was given up, with <see cref="Kind"/>.</summary>
    public static Gauge<long> DeadLetters { get; } = s_meter.CreateGauge<long>("crowdsource.work.dead", "{item}", "Work that was given up.");

    /// <summary>Phones that asked what there is.</summary>
    public static Counter<long> UpdateChecks { get; } = s_meter.CreateCounter<long>("crowdsource.update.checks", "{check}", "Phones that asked what there is.");

    /// <summary>Bytes of the documents and files that phones were answered with.</summary>
    public static Counter<long> UpdateBytes { get; } = s_meter.CreateCounter<long>("crowdsource.update.io", "By", "What phones were answered with.");

    /// <summary>What devices said they did, with <see cref="Kind"/>.</summary>
    public static Counter<long> Receipts { get; } = s_meter.CreateCounter<long>("crowdsource.receipts", "{receipt}", "What devices said they did.");

    /// <summary>Bytes that are free on the disk of the data folder.</summary>
    public static Gauge<long> DiskFree { get; } = s_meter.CreateGauge<long>("crowdsource.disk.free", "By", "Free on the disk of the data folder.");

    /// <summary>An attribute with a value of an enumeration, in lower case.</summary>
    public static KeyValuePair<string, object?> Of<TValue>(string key, TValue value)
        where TValue : struct, Enum => new(key, value.ToString().ToLowerInvariant());

    /// <summary>An attribute.</summary>
    public static KeyValuePair<string, object?> Of(string key, string value) => new(key, value);
}
