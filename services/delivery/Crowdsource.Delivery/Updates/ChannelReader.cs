using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol.Updates;
using Crowdsource.Updates.Bundles;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Delivery.Updates;

/// <summary>What a channel offers, out of the catalogue.</summary>
internal static class ChannelReader
{
    /// <summary>Null when there is no such channel. A campaign's stable channel exists before its first release.</summary>
    public static Task<ChannelDocument?> ReadChannel(this ICatalogue catalogue, ChannelId channel, CancellationToken cancellationToken) =>
        catalogue.Read((db, token) => Read(db, channel, token), cancellationToken);

    private static async Task<ChannelDocument?> Read(CatalogueDb db, ChannelId channel, CancellationToken cancellationToken)
    {
        var (campaign, name) = (channel.Campaign, channel.Name);
        var state = await db.Set<ChannelState>().FirstOrDefaultAsync(row => row.Id == channel, cancellationToken);
        if (state is null)
        {
            return name == ChannelId.Stable && await db.Set<CampaignState>().AnyAsync(row => row.Id == campaign, cancellationToken)
                ? new ChannelDocument(campaign.Value, name, null)
                : null;
        }

        return new ChannelDocument(
            campaign.Value,
            name,
            state.Current is { } release ? await Describe(db, campaign, release.Version, release.At, cancellationToken) : null,
            state.Trial is { } trial
                ? new TrialDocument(trial.Share, trial.Salt, await Describe(db, campaign, trial.Version, trial.At, cancellationToken))
                : null);
    }

    private static async Task<ReleaseDocument> Describe(
        CatalogueDb db, CampaignId campaign, int number, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var version = await db.Set<ModelVersion>().FirstAsync(row => row.Campaign == campaign && row.Version == number, cancellationToken);
        return new ReleaseDocument(number, at, [.. version.Artifacts.Select(Describe)]);
    }

    private static ArtifactDocument Describe(ModelArtifact artifact) => new(
        artifact.Id,
        artifact.Withheld is null
            ? new BundleDocument(artifact.Files.First(file => file.Path == BundleFormat.ManifestFile).Digest.Value, artifact.Files.Sum(file => file.Bytes))
            : null,
        artifact.Withheld?.Code);
}
