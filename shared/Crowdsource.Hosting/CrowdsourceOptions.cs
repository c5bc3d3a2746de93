using System.ComponentModel.DataAnnotations;

namespace Crowdsource.Hosting;

/// <summary>Where a host keeps what it knows. Configuration section <c>Crowdsource</c>.</summary>
public sealed class CrowdsourceOptions
{
    public const string Section = "Crowdsource";

    /// <summary>The folder of the catalogue and the blobs; made when it is absent. One host at a time.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>The disk keeps this many bytes free: uploads are refused (507) while the log still has room.</summary>
    [Range(0, long.MaxValue)]
    public long DiskReserveBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>A file, readable by its owner only, that the first start writes the owner key to as well; null: printed only.</summary>
    public string? OwnerKeyFile { get; set; }

    /// <summary>Attempts at a piece of work before it becomes a dead letter.</summary>
    [Range(1, 100)]
    public int WorkAttempts { get; set; } = 5;
}
