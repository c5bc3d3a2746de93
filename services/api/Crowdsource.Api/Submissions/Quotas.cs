using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Crowdsource.Api.Submissions;

/// <summary>What a volunteer has earned in a campaign, and how many photos that lets them send today. Counted when asked: nothing to go stale.</summary>
internal sealed class Quotas(IOptions<QuotaOptions> options, TimeProvider clock)
{
    /// <summary>Where the volunteer stands when today's quota is used up; null when there is room for a photo.</summary>
    public async Task<StandingResponse?> Exceeded(
        CatalogueDb db, VolunteerState volunteer, CampaignId campaign, CancellationToken cancellationToken)
    {
        if (volunteer.Unlimited || await SentToday(db, volunteer.Id, campaign, options.Value.New, cancellationToken) < options.Value.New)
        {
            return null;
        }

        var standing = await Standing(db, volunteer, campaign, cancellationToken);
        return standing.SentToday < standing.DailyQuota ? null : standing;
    }

    public async Task<StandingResponse> Standing(
        CatalogueDb db, VolunteerState volunteer, CampaignId campaign, CancellationToken cancellationToken)
    {
        var id = volunteer.Id;
        var photos = db.Set<SubmissionState>().Where(row => row.Volunteer == id && row.Campaign == campaign);
        var accepted = await photos.CountAsync(row => row.Status == SubmissionStatus.Accepted, cancellationToken);
        var rejected = await photos.CountAsync(row => row.Status == SubmissionStatus.Rejected && row.ReviewedAt != null, cancellationToken);
        var level = TrustRules.Level(accepted, rejected);
        int? quota = volunteer.Unlimited ? null : options.Value.Of(level);
        return new StandingResponse(
            campaign.Value,
            accepted,
            rejected,
            Math.Round(TrustRules.Trust(accepted, rejected), 3),
            level,
            await SentToday(db, id, campaign, quota ?? int.MaxValue, cancellationToken),
            quota,
            Today.AddDays(1));
    }

    private DateTimeOffset Today => new(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private Task<int> SentToday(CatalogueDb db, VolunteerId volunteer, CampaignId campaign, int most, CancellationToken cancellationToken)
    {
        var today = Today;
        return db.Set<SubmissionState>()
            .Where(row => row.Volunteer == volunteer && row.Campaign == campaign && row.ReceivedAt >= today)
            .Take(most)
            .CountAsync(cancellationToken);
    }
}
