using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Augmenter.Sweeping;

/// <summary>When what nobody needs any more is deleted. Bound to the section <c>Crowdsource:Sweep</c>.</summary>
public sealed class SweepOptions
{
    public const string Section = "Crowdsource:Sweep";

    /// <summary>Pause between two looks at what is due, in seconds.</summary>
    [Range(1, 3600)]
    public double Seconds { get; set; } = 5;

    /// <summary>How long pictures and features outlive the last row that referred to them, in minutes: a night that reads them may finish.</summary>
    [Range(0, 10_080)]
    public double GraceMinutes { get; set; } = 60;

    /// <summary>From which age an upload that no row refers to counts as forgotten, in minutes: longer than any upload waits for its row.</summary>
    [Range(1, 10_080)]
    public double ForgottenUploadMinutes { get; set; } = 60;

    /// <summary>How long settled work stays to be looked at, in days.</summary>
    [Range(1, 3650)]
    public int DoneWorkDays { get; set; } = 30;
}
