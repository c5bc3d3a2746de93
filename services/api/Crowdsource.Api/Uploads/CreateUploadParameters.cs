using Crowdsource.Api.Submissions;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Crowdsource.Api.Uploads;

/// <summary>What is said of an upload at its creation.</summary>
/// <param name="Length">Bytes of the whole photo.</param>
/// <param name="Metadata">Keys <c>submission</c>, <c>label</c> and, if known, <c>capturedAt</c>; values in base64.</param>
internal sealed record CreateUploadParameters(
    [FromHeader(Name = "Upload-Length")] long? Length, [FromHeader(Name = "Upload-Metadata")] string? Metadata)
{
    /// <summary>Null when the metadata cannot be read.</summary>
    public UploadMetadata? Parsed { get; } = UploadMetadata.Parse(Metadata);
}

internal sealed class CreateUploadParametersValidator : AbstractValidator<CreateUploadParameters>
{
    private const int MostCharacters = 4096;

    public CreateUploadParametersValidator(IValidator<SubmitParameters> photo)
    {
        RuleFor(upload => upload.Length)
            .NotNull().WithMessage("Say how many bytes the whole photo has: a later length is not supported.")
            .GreaterThanOrEqualTo(0)
            .OverridePropertyName("uploadLength");
        RuleFor(upload => upload.Metadata).MaximumLength(MostCharacters).OverridePropertyName("uploadMetadata");
        RuleFor(upload => upload.Parsed)
            .NotNull()
            .OverridePropertyName("uploadMetadata")
            .WithMessage("Give pairs of a key and a value in base64, separated by commas: submission, label and capturedAt.");
        When(upload => upload.Parsed is not null, () =>
        {
            RuleFor(upload => upload.Parsed!.Submission)
                .NotNull().OverridePropertyName("submission").WithMessage("Give the photo an id of its own: a UUID, best of version 7.");
            RuleFor(upload => upload.Parsed!.Photo).SetValidator(photo).OverridePropertyName("");
        });
    }
}
