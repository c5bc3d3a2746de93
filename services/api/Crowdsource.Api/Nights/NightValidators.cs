using Crowdsource.Protocol.Nights;
using FluentValidation;

namespace Crowdsource.Api.Nights;

internal sealed class StartNightValidator : AbstractValidator<StartNightRequest>
{
    public StartNightValidator() => RuleFor(request => request.Seed).GreaterThanOrEqualTo(0);
}
