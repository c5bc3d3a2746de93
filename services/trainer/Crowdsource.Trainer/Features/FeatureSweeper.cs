using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Trainer.Evaluation;
using Crowdsource.Trainer.Export;
using Crowdsource.Trainer.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Features;

/// <summary>
/// Takes photos that were withdrawn or erased out of the files that nights left, of closed campaigns too, and deletes files that no night
/// names: those that were replaced, and those of nights that came to nothing. A campaign whose night runs waits for its end. Any number of
/// trainers may do it at once.
/// </summary>
internal sealed class FeatureSweeper(
    ICatalogue catalogue, FeatureShards shards, KeptViewStore views, ParityStore parity, SnapshotHistory history,
    IGrainFactory grains, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <summary>What is due depends on no more than this: photos that left, and nights that ended.</summary>
    private (long Left, int Ended)? _swept;

    /// <summary>Sweeps unless nothing happened since it last did.</summary>
    public async Task Sweep(CancellationToken cancellationToken)
    {
        var now = await catalogue.Read(
            async (db, token) => (
                await db.Set<WithdrawnPhoto>().LongCountAsync(token),
                await db.Set<NightState>().CountAsync(night => night.EndedAt != null, token)),
            cancellationToken);
        if (_swept == now)
        {
            return;
        }

        var running = await Running(cancellationToken);
        var before = running.Min(night => night.StartedAt) ?? clock.GetUtcNow();
        var nights = running.ToList();
        foreach (var campaign in await Campaigns(cancellationToken))
        {
            if (!running.Exists(night => night.Campaign == campaign))
            {
                await Leave(campaign, await history.LeftFeatures(campaign, cancellationToken), cancellationToken);
            }

            nights.AddRange(await history.LeftFeatures(campaign, cancellationToken));
        }

        await Delete(await Named(nights, cancellationToken), before, cancellationToken);
        _swept = now;
    }

    private Task<List<NightState>> Running(CancellationToken cancellationToken) => catalogue.Read(
        (db, token) => db.Set<NightState>().Where(night => night.StartedAt != null && night.EndedAt == null).ToListAsync(token), cancellationToken);

    private Task<List<CampaignId>> Campaigns(CancellationToken cancellationToken) => catalogue.Read(
        (db, token) => db.Set<NightState>().Select(night => night.Campaign).Distinct().ToListAsync(token), cancellationToken);

    /// <summary>Writes the files of these nights without the photos that are gone.</summary>
    private async Task Leave(CampaignId campaign, IReadOnlyList<NightState> nights, CancellationToken cancellationToken)
    {
        // Rejected photos are wanted too: nights ask about what is out of scope.
        var masters = await catalogue.Read(
            (db, token) => db.Set<SubmissionState>().Where(photo => photo.Campaign == campaign)
                .Select(photo => EF.Property<BlobDigest?>(photo, nameof(PhotoFindings.Master))).ToListAsync(token),
            cancellationToken);
        var wanted = masters.OfType<BlobDigest>().Select(master => master.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var night in nights)
        {
            foreach (var (file, leave) in Files(night))
            {
                if (await leave(file, wanted.Contains, cancellationToken) is var after && after != file)
                {
                    await grains.GetGrain<INightGrain>(night.Id.ToString()).ReplaceFeatures(file, after);
                }
            }
        }
    }

    private IEnumerable<(BlobDigest File, Func<BlobDigest, Predicate<string>, CancellationToken, Task<BlobDigest>> Leave)> Files(NightState night)
    {
        foreach (var list in night.FeatureLists)
        {
            yield return (list, shards.Leave);
        }

        if (night.Report?.Views is { } kept)
        {
            yield return (kept, views.Leave);
        }

        if (night.Report?.Parity is { } measured)
        {
            yield return (measured, parity.Leave);
        }
    }

    /// <summary>The files that these nights name, and those that are listed in them.</summary>
    private async Task<HashSet<BlobDigest>> Named(IEnumerable<NightState> nights, CancellationToken cancellationToken)
    {
        var named = new HashSet<BlobDigest>();
        foreach (var night in nights)
        {
            named.UnionWith(night.FeatureFiles);
            foreach (var list in night.FeatureLists)
            {
                named.UnionWith(await shards.Listed(list, cancellationToken));
            }

            if (night.Report?.Parity is { } measured)
            {
                named.UnionWith((await parity.Load(measured, cancellationToken)).Files.Select(file => new BlobDigest(file)));
            }
        }

        return named;
    }

    private Task Delete(HashSet<BlobDigest> named, DateTimeOffset before, CancellationToken cancellationToken) => catalogue.Write(
        async (db, token) =>
        {
            var listed = await db.Set<FeatureFile>().Where(file => file.StoredAt < before).Select(file => file.Digest).ToListAsync(token);
            foreach (var unnamed in listed.Where(file => !named.Contains(file)).Chunk(AtOnce))
            {
                await db.Condemn(BlobKind.Kept, unnamed, clock.GetUtcNow(), token);
                await db.Set<FeatureFile>().Where(file => unnamed.Contains(file.Digest)).ExecuteDeleteAsync(token);
            }
        },
        cancellationToken);
}
