namespace Crowdsource.Domain.Campaigns;

/// <summary>
/// How labels are merged, retired and restored. A merge leads from one label in use to another, so that no chain of merges can come back to
/// where it began.
/// </summary>
public static class LabelRules
{
    /// <summary>A classifier needs something to choose between.</summary>
    public const int Fewest = 2;

    /// <summary>Null when the change is possible, or made already.</summary>
    public static EditCampaignOutcome? WhyNot(CampaignState current, ChangeLabel change)
    {
        if (current.FindLabel(change.Label) is not { } label)
        {
            return new EditCampaignOutcome.UnknownLabel(change.Label);
        }

        if (Apply(label, change) == label)
        {
            return null;
        }

        switch (change)
        {
            case ChangeLabel.Merge { Into: var into } when current.FindLabel(into) is null:
                return new EditCampaignOutcome.UnknownLabel(into);
            case ChangeLabel.Restore when current.LabelsInUse.Any(other => other.Name == label.Name):
                return new EditCampaignOutcome.Refused(LabelRefusal.NameTaken);
            case ChangeLabel.Restore when label.NoneOfThese && current.NoneOfThese is not null:
                return new EditCampaignOutcome.Refused(LabelRefusal.NoneOfTheseTaken);
            case ChangeLabel.Restore:
                return null;
            case ChangeLabel.Merge { Into: var into } when into == change.Label || !current.FindLabel(into)!.InUse:
            case ChangeLabel.Merge or ChangeLabel.Retire when !label.InUse:
                return new EditCampaignOutcome.Refused(LabelRefusal.NotInUse);
            default:
                return current.LabelsInUse.Count() > Fewest ? null : new EditCampaignOutcome.Refused(LabelRefusal.TooFew);
        }
    }

    /// <summary>The campaign after a change that <see cref="WhyNot"/> lets pass.</summary>
    public static CampaignState Change(CampaignState current, ChangeLabel change)
    {
        var label = current.FindLabel(change.Label)!;
        var next = Apply(label, change);
        return next == label ? current : current with { Labels = current.Labels.Replace(label, next) };
    }

    private static Label Apply(Label label, ChangeLabel change) => change switch
    {
        ChangeLabel.Merge merge => label with { MergedInto = merge.Into },
        ChangeLabel.Retire => label with { Retired = true },
        _ => label with { MergedInto = null, Retired = false },
    };
}
