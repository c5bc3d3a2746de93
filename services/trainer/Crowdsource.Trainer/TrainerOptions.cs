using System.ComponentModel.DataAnnotations;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;

namespace Crowdsource.Trainer;

/// <summary>How nights are run. Bound to the section <c>Crowdsource:Trainer</c>.</summary>
public sealed class TrainerOptions : IValidatableObject
{
    public const string Section = "Crowdsource:Trainer";

    /// <summary>How long a night stays reserved after its trainer was last heard of, in seconds: after a crash it waits that long.</summary>
    [Range(3, 600)]
    public int LeaseSeconds { get; set; } = 30;

    /// <summary>How often the work table is looked at without being told, in seconds.</summary>
    [Range(0.05, 600)]
    public double PollSeconds { get; set; } = 3;

    /// <summary>How often the features that nights left are looked through for photos that are gone, in seconds; they are read only when one is.</summary>
    [Range(1, 3600)]
    public double SweepSeconds { get; set; } = 30;

    /// <summary>Attempts at a night before it is concluded as failed.</summary>
    [Range(1, 5)]
    public int Attempts { get; set; } = 3;

    /// <summary>Pause before the second attempt in seconds; doubled for each further one.</summary>
    [Range(0, 600)]
    public double BackoffSeconds { get; set; } = 5;

    /// <summary>Photos prepared and answered at once.</summary>
    [Range(1, 256)]
    public int Parallelism { get; set; } = Environment.ProcessorCount;

    /// <summary>Photos of the arriving batch that the champion is asked about, at most.</summary>
    [Range(20, 100_000)]
    public int BatchSample { get; set; } = 300;

    /// <summary>Test photos that are stressed, and photos of something else that are asked about, at most.</summary>
    [Range(1, 100_000)]
    public int StressSample { get; set; } = 400;

    /// <summary>How nights train whose campaign does not say; a fixed strategy is for trying out.</summary>
    public TrainingStrategy Strategy { get; set; } = TrainingStrategy.Auto;

    /// <summary>How a campaign's nights train.</summary>
    internal TrainingStrategy StrategyOf(CampaignState campaign) => campaign.Strategy == TrainingStrategy.Auto ? Strategy : campaign.Strategy;

    /// <summary>A new generation is tried from this many photos to train on: with fewer, a campaign would soon have outgrown it.</summary>
    [Range(1, 10_000_000)]
    public int TuneFromPhotos { get; set; } = 1500;

    /// <summary>All layers are tuned from this many photos to train on: fewer cannot move so much without harm.</summary>
    [Range(1, 10_000_000)]
    public int FineTuneFromPhotos { get; set; } = 5000;

    /// <summary>All layers are tuned only where heads recognise less than this of photos that they did not learn from, 0 to 1: what is recognised is like what the weights know.</summary>
    [Range(0, 1.0)]
    public double FineTuneBelow { get; set; } = 0.85;

    /// <summary>Minutes that tuning may take; where the first steps tell that it would take longer, it is not tried.</summary>
    [Range(1, 24 * 60)]
    public int TuneWithinMinutes { get; set; } = 15;

    /// <summary>
    /// Days between two generations, at least, since each is a whole download for every phone; and after one that was tried in vain, until another is
    /// tried, unless photos are half as many again by then.
    /// </summary>
    [Range(0, 3650)]
    public int AdoptEveryDays { get; set; } = 30;

    /// <summary>What a new generation has to gain on validation photos, 0 to 1.</summary>
    [Range(0, 1.0)]
    public double AdoptFromGain { get; set; } = 0.02;

    /// <summary>What a version is shipped as; empty: everything. <c>onnx/fp32</c> always is.</summary>
    public string[] Artifacts { get; set; } = [];

    /// <summary>Photos and variants that artifacts are compared on.</summary>
    [Range(10, 100_000)]
    public int ParityPhotos { get; set; } = 2000;

    /// <summary>Train photos that int8 ranges are measured on, at most a quarter of all.</summary>
    [Range(4, 10_000)]
    public int CalibrationPhotos { get; set; } = 200;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Artifacts.Where(artifact => !ArtifactId.IsKnown(artifact)).Select(artifact =>
            new ValidationResult($"There is no artifact '{artifact}'. Known: {string.Join(", ", ArtifactId.All)}.", [nameof(Artifacts)]));
}
