using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Api.Uploads;

/// <summary>How patient the server is with uploads in pieces. Configuration section <c>Crowdsource:Uploads</c>.</summary>
public sealed class UploadOptions
{
    public const string Section = "Crowdsource:Uploads";

    /// <summary>How many a volunteer may have begun and not finished.</summary>
    [Range(1, 1000)]
    public int MostPerVolunteer { get; set; } = 16;

    /// <summary>After this many hours an upload that was not finished is forgotten.</summary>
    [Range(1, 720)]
    public int ExpireAfterHours { get; set; } = 24;
}
