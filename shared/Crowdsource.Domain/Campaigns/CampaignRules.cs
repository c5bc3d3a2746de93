using System.Collections.Immutable;

namespace Crowdsource.Domain.Campaigns;

/// <summary>What owners may make of a campaign: pure functions of state, command and time.</summary>
public static class CampaignRules
{
    /// <summary>Null when the edit is possible.</summary>
    public static EditCampaignOutcome? WhyNot(CampaignState current, EditCampaign command)
    {
        var kept = command.Labels.Where(label => label.Id is not null).Select(label => label.Id!.Value).ToList();
        return current.LabelsInUse.Select(label => label.Id).Except(kept).Cast<LabelId?>().FirstOrDefault() is { } missing
                ? new EditCampaignOutcome.LabelMissing(missing)
            : kept.Except(current.Labels.Select(label => label.Id)).Cast<LabelId?>().FirstOrDefault() is { } unknown
                ? new EditCampaignOutcome.UnknownLabel(unknown)
            : kept.Any(label => !current.FindLabel(label)!.InUse)
                ? new EditCampaignOutcome.Refused(LabelRefusal.NotInUse)
            : null;
    }

    /// <summary>The campaign after an edit that <see cref="WhyNot"/> lets pass. Numbers stay; new labels get the next ones, in the order given. Labels that are not in use stay as they are.</summary>
    public static CampaignState Edit(CampaignState current, EditCampaign command, DateTimeOffset now)
    {
        var next = current.Labels.Max(label => label.Id.Value) + 1;
        var labels = command.Labels
            .Select(label => new Label(label.Id ?? new LabelId(next++), label.Name, label.Guidance, label.Target, NoneOfThese: label.NoneOfThese))
            .Concat(current.Labels.Where(label => !label.InUse))
            .OrderBy(label => label.Id.Value)
            .ToImmutableArray();
        var sameConsent = current.Consent.Text == command.ConsentText && current.Consent.Licence == command.Licence;
        return current with
        {
            Name = command.Name,
            Labels = labels.SequenceEqual(current.Labels) ? current.Labels : labels,
            Consent = sameConsent ? current.Consent : new ConsentText(current.Consent.Version + 1, command.ConsentText, command.Licence),
            EarlierConsents = sameConsent ? current.EarlierConsents : current.EarlierConsents.Add(current.Consent),
            Schedule = command.Schedule,
            AsksLocation = command.AsksLocation,
            Strategy = command.Strategy,
            NextNightAt = current.Schedule == command.Schedule ? current.NextNightAt
                : current.Status == CampaignStatus.Closed ? null
                : command.Schedule?.NextAfter(now),
        };
    }

    /// <summary>The campaign with another status. A closed campaign has no next night; one that opens again has.</summary>
    public static CampaignState Become(CampaignState current, CampaignStatus status, DateTimeOffset now) =>
        current.Status == status ? current
        : current with
        {
            Status = status,
            NextNightAt = status == CampaignStatus.Closed ? null : current.NextNightAt ?? current.Schedule?.NextAfter(now),
        };
}
