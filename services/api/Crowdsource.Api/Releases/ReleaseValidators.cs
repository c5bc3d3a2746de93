using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol.Releases;
using FluentValidation;

namespace Crowdsource.Api.Releases;

internal sealed class ReleaseValidator : AbstractValidator<ReleaseRequest>
{
    public ReleaseValidator()
    {
        RuleFor(request => request.Version).GreaterThanOrEqualTo(1);
        RuleFor(request => request.Share).InclusiveBetween(1.0 / Cohort.Places, 1);
    }
}

internal sealed class ReceiptValidator : AbstractValidator<ReceiptRequest>
{
    public ReceiptValidator()
    {
        RuleFor(receipt => receipt.Id).NotEmpty();
        RuleFor(receipt => receipt.Channel).Must(CampaignId.IsValid).WithMessage("Give a channel's name, such as stable.");
        RuleFor(receipt => receipt.Device).NotEmpty();
        RuleFor(receipt => receipt.Version).GreaterThanOrEqualTo(1);
        RuleFor(receipt => receipt.Kind).IsInEnum();
        RuleFor(receipt => receipt.Detail).MaximumLength(500);
    }
}
