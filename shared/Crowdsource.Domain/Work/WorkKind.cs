namespace Crowdsource.Domain.Work;

public static class WorkKind
{
    /// <summary>Subject: a submission's id.</summary>
    public const string ProcessPhoto = "process-photo";

    /// <summary>Subject: a night's key, campaign/number.</summary>
    public const string RunNight = "run-night";

    /// <summary>Subject: campaign/version.</summary>
    public const string ReleaseModel = "release-model";

    /// <summary>Subject: a volunteer's id.</summary>
    public const string EraseVolunteer = "erase-volunteer";
}
