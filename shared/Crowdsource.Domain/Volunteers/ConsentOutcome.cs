namespace Crowdsource.Domain.Volunteers;

public enum ConsentOutcome
{
    Given = 1,

    /// <summary>No such volunteer or campaign.</summary>
    NotFound = 2,

    /// <summary>The campaign's consent text has another version by now: read it again.</summary>
    OtherVersion = 3,
}
