using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Contracts.Grains;

/// <summary>Who contributes. Key: the volunteer's id.</summary>
[Alias("volunteer-grain")]
public interface IVolunteerGrain : IGrainWithGuidKey
{
    /// <summary>Registers with a token, of which only the hash arrives here; null when the pseudonym is taken.</summary>
    [Alias("register")]
    Task<VolunteerState?> Register(string pseudonym, bool showOnLeaderboard, string tokenHash);

    /// <summary>Changes what the volunteer sets; null when there is no such volunteer.</summary>
    [Alias("update")]
    Task<VolunteerState?> Update(UpdateVolunteer command);

    /// <summary>Agrees to a campaign's consent text.</summary>
    [Alias("consent")]
    Task<ConsentOutcome> Consent(CampaignId campaign, int version, bool newsletter, bool location = false);

    /// <summary>Has photos from there located only roughly, earlier ones too; null: no longer. Null when there is no such volunteer.</summary>
    [Alias("set-home-zone")]
    Task<VolunteerState?> SetHomeZone(HomeZone? zone);

    /// <summary>Forgets who this is: token, pseudonym, consents and the way to the contributor's key are gone at once, photos soon after.
    /// Null when there is no such volunteer.</summary>
    [Alias("erase")]
    Task<VolunteerState?> Erase();

    /// <summary>Lets the volunteer send as many photos as they like.</summary>
    [Alias("lift-quota")]
    Task LiftQuota();

    /// <summary>The state; null when there is no such volunteer.</summary>
    [Alias("get")]
    Task<VolunteerState?> Get();
}
