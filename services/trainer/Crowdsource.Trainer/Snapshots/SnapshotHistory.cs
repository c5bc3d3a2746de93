using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Trainer.Training;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Snapshots;

/// <summary>What earlier nights worked on.</summary>
internal sealed class SnapshotHistory(ICatalogue catalogue, SnapshotStore store)
{
    private const int NightsLookedAt = 60;

    /// <summary>What the last night that trained reported, whatever its verdict; null before the first.</summary>
    public async Task<NightReport?> LastReport(CampaignId campaign, CancellationToken cancellationToken) =>
        (await NewestNight(nights => Trained(nights, campaign), cancellationToken))?.Report;

    /// <summary>The last try of a new generation, whatever came of it; null before the first, or where it is too long ago to matter.</summary>
    public async Task<TuningTry?> LastTry(CampaignId campaign, CancellationToken cancellationToken)
    {
        var nights = await catalogue.Read(
            (db, token) => Trained(db.Set<NightState>(), campaign).OrderByDescending(night => night.Number).Take(NightsLookedAt).ToListAsync(token), cancellationToken);
        return nights.Find(night => night.Report?.Strategies.IsEmpty == false) is { EndedAt: { } at, Report: { } report }
            ? new TuningTry(at, report.Train)
            : null;
    }

    /// <summary>The list of feature shards that the last night left which made some, or trained; null before the first.</summary>
    public async Task<BlobDigest?> LastFeatures(CampaignId campaign, CancellationToken cancellationToken) =>
        await NewestNight(nights => WithFeatures(nights, campaign), cancellationToken) is { } last
            ? last.Report is { } report ? report.Features : last.Features
            : null;

    /// <summary>The nights whose files with features the next one goes on from.</summary>
    public async Task<IReadOnlyList<NightState>> LeftFeatures(CampaignId campaign, CancellationToken cancellationToken) =>
    [
        .. new[]
            {
                await NewestNight(nights => Trained(nights, campaign), cancellationToken),
                await NewestNight(nights => WithFeatures(nights, campaign), cancellationToken),
            }
            .OfType<NightState>().DistinctBy(night => night.Id),
    ];

    /// <summary>Of the last night that trained, whatever its verdict; null before the first.</summary>
    public Task<Snapshot?> OfLastTrainedNight(CampaignId campaign, CancellationToken cancellationToken) =>
        Newest(nights => Trained(nights, campaign), cancellationToken);

    /// <summary>Of the night that produced a version; null when it is not known.</summary>
    public Task<Snapshot?> OfVersion(CampaignId campaign, int version, CancellationToken cancellationToken) =>
        Newest(nights => nights.Where(night => night.Campaign == campaign && night.Version == version), cancellationToken);

    private async Task<Snapshot?> Newest(Func<IQueryable<NightState>, IQueryable<NightState>> which, CancellationToken cancellationToken)
    {
        var night = await NewestNight(which, cancellationToken);
        return night?.Report is { Snapshot: var digest } ? await store.Read(digest, cancellationToken) : null;
    }

    private static IQueryable<NightState> Trained(IQueryable<NightState> nights, CampaignId campaign) => nights.Where(night =>
        night.Campaign == campaign && (night.Phase == NightPhase.Promoted || night.Phase == NightPhase.Refused));

    private static IQueryable<NightState> WithFeatures(IQueryable<NightState> nights, CampaignId campaign) => nights.Where(night =>
        night.Campaign == campaign && (night.Features != null || night.Phase == NightPhase.Promoted || night.Phase == NightPhase.Refused));

    private Task<NightState?> NewestNight(Func<IQueryable<NightState>, IQueryable<NightState>> which, CancellationToken cancellationToken) =>
        catalogue.Read((db, token) => which(db.Set<NightState>()).OrderByDescending(night => night.Number).FirstOrDefaultAsync(token), cancellationToken);
}
