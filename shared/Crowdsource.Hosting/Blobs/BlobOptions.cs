using System.ComponentModel.DataAnnotations;
using Crowdsource.Storage.S3;

namespace Crowdsource.Hosting.Blobs;

/// <summary>Where photos, models and unfinished uploads are kept. Configuration section <c>Crowdsource:Blobs</c>.</summary>
public sealed class BlobOptions : IValidatableObject
{
    public const string Section = "Crowdsource:Blobs";

    internal const string InDirectory = "Directory";
    internal const string InS3 = "S3";

    /// <summary><c>Directory</c>, in the data folder, for one host; <c>S3</c> for any number.</summary>
    public string Store { get; set; } = InDirectory;

    /// <summary>Used when <see cref="Store"/> says so.</summary>
    public S3Options S3 { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Store switch
    {
        InDirectory => [],
        InS3 => S3.Complaints().Select(wrong => new ValidationResult($"{Section}:{nameof(S3)}:{wrong.Option} {wrong.Complaint}.")),
        _ => [new ValidationResult($"{Section}:{nameof(Store)} must be {InDirectory} or {InS3}.")],
    };
}
