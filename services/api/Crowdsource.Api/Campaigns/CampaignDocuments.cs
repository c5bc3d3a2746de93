using System.Globalization;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Protocol.Campaigns;

namespace Crowdsource.Api.Campaigns;

internal static class CampaignDocuments
{
    public const string TimeOfDay = "HH:mm";

    public static CreateCampaign ToCommand(this CreateCampaignRequest request) => new(
        request.Name,
        [.. request.Labels.Select(label => new NewLabel(label.Name, label.Guidance, label.Target, label.NoneOfThese))],
        request.ConsentText,
        request.Licence,
        request.Schedule?.ToSchedule(),
        request.AsksLocation,
        request.Strategy);

    public static EditCampaign ToCommand(this EditCampaignRequest request) => new(
        request.Name,
        [
            .. request.Labels.Select(label => new EditedLabel(
                label.Id is { } id ? new LabelId(id) : null, label.Name, label.Guidance, label.Target, label.NoneOfThese)),
        ],
        request.ConsentText,
        request.Licence,
        request.Schedule?.ToSchedule(),
        request.AsksLocation,
        request.Strategy);

    public static CampaignResponse ToResponse(this CampaignState campaign) => new(
        campaign.Id.Value,
        campaign.Name,
        [
            .. campaign.LabelsInUse.Select(label =>
                new LabelResponse(label.Id.Value, label.Name, label.Guidance, label.Target, label.NoneOfThese)),
        ],
        new ConsentTextResponse(campaign.Consent.Version, campaign.Consent.Text, campaign.Consent.Licence),
        campaign.Schedule is { } schedule
            ? new ScheduleDocument(schedule.At.ToString(TimeOfDay, CultureInfo.InvariantCulture), schedule.TimeZone)
            : null,
        campaign.NextNightAt,
        campaign.CreatedAt,
        campaign.LastNight,
        campaign.CopyOf?.Value,
        campaign.Status,
        campaign.AsksLocation,
        [
            .. campaign.Labels.Where(label => !label.InUse)
                .Select(label => new FormerLabelResponse(label.Id.Value, label.Name, label.MergedInto?.Value)),
        ],
        campaign.Strategy);

    public static CampaignSummary ToSummary(this CampaignState campaign) =>
        new(campaign.Id.Value, campaign.Name, campaign.LabelsInUse.Count(), campaign.CreatedAt, campaign.CopyOf?.Value, campaign.Status);

    /// <summary>What people call what photos of the label count as.</summary>
    public static string NameOf(this CampaignState campaign, LabelId label) => campaign.Resolve(label)?.Name ?? label.ToString();

    private static NightSchedule ToSchedule(this ScheduleDocument schedule) =>
        new(TimeOnly.ParseExact(schedule.At, TimeOfDay, CultureInfo.InvariantCulture), schedule.TimeZone);
}
