using Crowdsource.Protocol.Volunteers;
using FluentValidation;

namespace Crowdsource.Api.Volunteers;

internal sealed class RegisterVolunteerValidator : AbstractValidator<RegisterVolunteerRequest>
{
    public RegisterVolunteerValidator() =>
        RuleFor(request => request.Pseudonym)
            .Matches(@"\A[\p{L}\p{N}]([\p{L}\p{M}\p{N} _.-]{1,38})[\p{L}\p{M}\p{N}]\z")
            .WithMessage("Give 3 to 40 letters, digits, spaces and -_. that begin and end with a letter or digit.");
}

internal sealed class UpdateVolunteerValidator : AbstractValidator<UpdateVolunteerRequest>
{
    public UpdateVolunteerValidator()
    {
        RuleFor(request => request.ShowOnLeaderboard).NotNull().When(request => request is { TimeZone: null, WeeklyGoal: null })
            .WithMessage("Give at least one of showOnLeaderboard, timeZone and weeklyGoal.");
        RuleFor(request => request.TimeZone)
            .Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone!, out _)).When(request => request.TimeZone is not null)
            .WithMessage("Give an IANA time zone, such as Europe/Berlin.");
        RuleFor(request => request.WeeklyGoal).InclusiveBetween(1, 500);
    }
}

internal sealed class HomeZoneValidator : AbstractValidator<HomeZoneDocument>
{
    public HomeZoneValidator()
    {
        RuleFor(zone => zone.Latitude).InclusiveBetween(-90, 90);
        RuleFor(zone => zone.Longitude).InclusiveBetween(-180, 180);
        RuleFor(zone => zone.RadiusMeters).InclusiveBetween(100, 5000);
    }
}

internal sealed class ConsentValidator : AbstractValidator<ConsentRequest>
{
    public ConsentValidator() => RuleFor(request => request.Version).GreaterThanOrEqualTo(1);
}
