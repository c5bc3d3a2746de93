using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Crowdsource.Api.Uploads;

/// <summary>Where a piece goes.</summary>
/// <param name="Offset">How many bytes came before.</param>
internal sealed record AppendParameters([FromHeader(Name = "Upload-Offset")] long? Offset);

internal sealed class AppendParametersValidator : AbstractValidator<AppendParameters>
{
    public AppendParametersValidator() =>
        RuleFor(piece => piece.Offset).NotNull().GreaterThanOrEqualTo(0).OverridePropertyName("uploadOffset");
}
