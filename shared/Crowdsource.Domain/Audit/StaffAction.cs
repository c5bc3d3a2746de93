using Crowdsource.Domain.Campaigns;
using Orleans;

namespace Crowdsource.Domain.Audit;

/// <summary>Who of the staff does what: travels with a request's calls, so that whatever it changes is signed.</summary>
/// <param name="Request">New for each request.</param>
/// <param name="Actor">The token's id.</param>
/// <param name="Name">What the token is called.</param>
/// <param name="Action">The operation's name in the API.</param>
/// <param name="Subject">Kind and id of what the request's address names; null when that is nothing, or the campaign only.</param>
/// <param name="Campaign">The campaign in the request's address.</param>
/// <param name="Correlation">By which operators find the request in the log.</param>
[GenerateSerializer, Immutable, Alias("staff-action")]
public sealed record StaffAction(
    Guid Request, Guid Actor, string Name, string Action, string? Subject, CampaignId? Campaign, string? Correlation)
{
    /// <summary>The entry of Orleans' request context that holds it.</summary>
    public const string Key = "staff-action";

    /// <param name="subject">What changed, where the request's address does not say it.</param>
    /// <param name="campaign">Whose it is, where the request's address does not say it.</param>
    /// <param name="outcome">See <see cref="AuditEntry.Outcome"/>.</param>
    /// <param name="at">Now.</param>
    public AuditEntry Entry(string subject, CampaignId? campaign, string outcome, DateTimeOffset at) => new()
    {
        Request = Request,
        Actor = Actor,
        Name = Name,
        Action = Action,
        Subject = Subject ?? subject,
        Campaign = Campaign ?? campaign,
        Outcome = outcome,
        At = at,
        Correlation = Correlation,
    };
}
