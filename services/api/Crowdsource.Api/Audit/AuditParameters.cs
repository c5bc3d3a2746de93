using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Crowdsource.Api.Audit;

/// <summary>Which rows of the audit log; absent: all.</summary>
/// <param name="Actor">Of this token.</param>
/// <param name="Action">Of this operation.</param>
/// <param name="InCampaign">In this campaign.</param>
/// <param name="From">Not before this time.</param>
/// <param name="Until">Before this time.</param>
internal sealed record AuditParameters(
    [FromQuery(Name = "actor")] Guid? Actor,
    [FromQuery(Name = "action")] string? Action,
    [FromQuery(Name = "inCampaign")] string? InCampaign,
    [FromQuery(Name = "from")] DateTimeOffset? From,
    [FromQuery(Name = "until")] DateTimeOffset? Until);

internal sealed class AuditParametersValidator : AbstractValidator<AuditParameters>
{
    public AuditParametersValidator()
    {
        RuleFor(parameters => parameters.Action).MaximumLength(100);
        RuleFor(parameters => parameters.InCampaign)
            .Must(Domain.Campaigns.CampaignId.IsValid)
            .When(parameters => parameters.InCampaign is not null)
            .WithMessage("Give a campaign's id.");
    }
}
