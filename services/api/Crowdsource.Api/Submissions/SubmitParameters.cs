using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Crowdsource.Api.Submissions;

/// <summary>What is said of a photo. In the query, since header values cannot hold Unicode.</summary>
/// <param name="Label">The claimed label's name.</param>
/// <param name="CapturedAt">When it was taken: ISO 8601 with offset; now when absent.</param>
internal sealed record SubmitParameters([FromQuery(Name = "label")] string? Label, [FromQuery(Name = "capturedAt")] string? CapturedAt)
{
    public DateTimeOffset? Time =>
        DateTimeOffset.TryParse(CapturedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
}

internal sealed class SubmitParametersValidator : AbstractValidator<SubmitParameters>
{
    /// <summary>No phone took pictures before.</summary>
    private static readonly DateTimeOffset s_earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How wrong a phone's clock may be.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromDays(1);

    public SubmitParametersValidator(TimeProvider clock)
    {
        RuleFor(parameters => parameters.Label).NotEmpty().MaximumLength(100);
        RuleFor(parameters => parameters.Time)
            .Must(time => time >= s_earliest && time <= clock.GetUtcNow() + s_ahead)
            .When(parameters => parameters.CapturedAt is not null)
            .OverridePropertyName(nameof(SubmitParameters.CapturedAt))
            .WithMessage("Give a time such as 2026-11-01T10:00:00Z, after 1990 and not in the future.");
    }
}
