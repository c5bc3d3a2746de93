using System.Globalization;
using Crowdsource.Protocol.Campaigns;
using FluentValidation;

namespace Crowdsource.Api.Campaigns;

internal sealed class CreateCampaignValidator : AbstractValidator<CreateCampaignRequest>
{
    public CreateCampaignValidator()
    {
        RuleFor(request => request.Id).CampaignId();
        RuleFor(request => request.Name).NotEmpty().MaximumLength(100);
        RuleFor(request => request.ConsentText).ConsentText();
        RuleFor(request => request.Licence).Licence();
        RuleFor(request => request.Labels).NotNull();
        RuleFor(request => request.Labels)
            .Must(labels => labels.Count is >= 2 and <= 1000).WithMessage("Give 2 to 1000 labels.")
            .Must(labels => labels.DistinctBy(label => label?.Name).Count() == labels.Count).WithMessage("Labels need different names.")
            .Must(labels => labels.Count(label => label?.NoneOfThese == true) <= 1).WithMessage("Only one label can stand for none of these.")
            .When(request => request.Labels is not null);
        RuleForEach(request => request.Labels).NotNull().SetValidator(new NewLabelValidator());
        RuleFor(request => request.Strategy).IsInEnum();
        RuleFor(request => request.Schedule!).SetValidator(new ScheduleValidator()).When(request => request.Schedule is not null);
    }
}

internal sealed class EditCampaignValidator : AbstractValidator<EditCampaignRequest>
{
    public EditCampaignValidator()
    {
        RuleFor(request => request.Name).NotEmpty().MaximumLength(100);
        RuleFor(request => request.ConsentText).ConsentText();
        RuleFor(request => request.Licence).Licence();
        RuleFor(request => request.Labels).NotNull();
        RuleFor(request => request.Labels)
            .Must(labels => labels.Count is >= 2 and <= 1000).WithMessage("Give 2 to 1000 labels.")
            .Must(labels => labels.DistinctBy(label => label?.Name).Count() == labels.Count).WithMessage("Labels need different names.")
            .Must(labels => labels.Count(label => label?.NoneOfThese == true) <= 1).WithMessage("Only one label can stand for none of these.")
            .Must(labels => labels.Where(label => label?.Id is not null).GroupBy(label => label.Id).All(id => id.Count() == 1))
            .WithMessage("Give each label once.")
            .When(request => request.Labels is not null);
        RuleForEach(request => request.Labels).NotNull().SetValidator(new EditLabelValidator());
        RuleFor(request => request.Strategy).IsInEnum();
        RuleFor(request => request.Schedule!).SetValidator(new ScheduleValidator()).When(request => request.Schedule is not null);
    }
}

internal sealed class EditLabelValidator : AbstractValidator<EditLabelRequest>
{
    public EditLabelValidator()
    {
        RuleFor(label => label.Name).NotEmpty().MaximumLength(100);
        RuleFor(label => label.Guidance).MaximumLength(1000);
        RuleFor(label => label.Target).InclusiveBetween(1, 1_000_000);
    }
}

internal sealed class NewLabelValidator : AbstractValidator<NewLabelRequest>
{
    public NewLabelValidator()
    {
        RuleFor(label => label.Name).NotEmpty().MaximumLength(100);
        RuleFor(label => label.Guidance).MaximumLength(1000);
        RuleFor(label => label.Target).InclusiveBetween(1, 1_000_000);
    }
}

internal sealed class ScheduleValidator : AbstractValidator<ScheduleDocument>
{
    public ScheduleValidator()
    {
        RuleFor(schedule => schedule.At)
            .Must(at => TimeOnly.TryParseExact(at, CampaignDocuments.TimeOfDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            .WithMessage("Give a time of day as HH:mm, such as 02:30.");
        RuleFor(schedule => schedule.TimeZone)
            .Must(zone => zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            .WithMessage("Give an IANA time zone, such as Europe/Berlin.");
    }
}

internal sealed class MergeLabelValidator : AbstractValidator<MergeLabelRequest>
{
    public MergeLabelValidator() => RuleFor(request => request.Into).GreaterThan(0);
}

internal sealed class CopyCampaignValidator : AbstractValidator<CopyCampaignRequest>
{
    public CopyCampaignValidator()
    {
        RuleFor(request => request.Id).CampaignId();
        RuleFor(request => request.Name).NotEmpty().MaximumLength(100);
    }
}

internal static class CampaignRules
{
    public static void CampaignId<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(Domain.Campaigns.CampaignId.IsValid)
        .WithMessage("Give 1 to 40 lower-case letters, digits and inner hyphens.");

    public static void ConsentText<T>(this IRuleBuilder<T, string> rule) => rule.NotEmpty().MaximumLength(10_000);

    public static void Licence<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().MaximumLength(50).Matches(@"\A[A-Za-z0-9.+-]*\z").WithMessage("Give an SPDX identifier, such as CC-BY-4.0.");
}
