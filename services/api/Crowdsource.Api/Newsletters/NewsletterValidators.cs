using Crowdsource.Protocol.Newsletters;
using FluentValidation;

namespace Crowdsource.Api.Newsletters;

internal sealed class PublishIssueValidator : AbstractValidator<PublishIssueRequest>
{
    public PublishIssueValidator() => RuleFor(request => request.Title).NotEmpty().MaximumLength(200);
}
