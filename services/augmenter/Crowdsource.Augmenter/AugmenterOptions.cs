using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Augmenter;

/// <summary>How photos are processed. Bound to the section <c>Crowdsource:Augmenter</c>.</summary>
public sealed class AugmenterOptions
{
    public const string Section = "Crowdsource:Augmenter";

    /// <summary>Photos processed at once; each needs one core and one child process.</summary>
    [Range(1, 256)]
    public int Parallelism { get; set; } = Environment.ProcessorCount;

    /// <summary>How long a photo stays reserved after its worker was last heard of, in seconds: after a crash it waits that long.</summary>
    [Range(3, 600)]
    public int LeaseSeconds { get; set; } = 15;

    /// <summary>Attempts in which a photo may kill or hang its child before it is rejected.</summary>
    [Range(1, 10)]
    public int ChildrenPerPhoto { get; set; } = 3;

    /// <summary>Pause before the second attempt in seconds; doubled for each further one.</summary>
    [Range(0, 600)]
    public double BackoffSeconds { get; set; } = 1;
}
