using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Formats;
using Crowdsource.Formats.SafeTensors;
using Crowdsource.Inference.Pretrained;
using Crowdsource.Storage;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Trainer.Generations;

/// <summary>Which backbone a campaign's heads stand on, and the weights of its tail.</summary>
internal sealed class GenerationStore(ICatalogue catalogue, IBlobStore blobs)
{
    /// <summary>That of the newest version; the pretrained one before the first, and where it was tuned behind another trunk than today's.</summary>
    public async Task<Generation> Current(CampaignId campaign, PretrainedBackbone backbone, CancellationToken cancellationToken)
    {
        var newest = await catalogue.Read(
            (db, token) => db.Set<ModelVersion>().Where(model => model.Campaign == campaign).OrderByDescending(model => model.Version).FirstOrDefaultAsync(token),
            cancellationToken);
        return newest?.Generation is { Tail: not null } tuned && tuned.Trunk == backbone.Trunk.Id ? tuned : Generation.Pretrained;
    }

    /// <summary>From activations to features.</summary>
    /// <exception cref="InvalidDataException">The weights are gone or damaged.</exception>
    public async Task<Network> Tail(Generation generation, PretrainedBackbone backbone, CancellationToken cancellationToken) =>
        generation.Tail is { } weights
            ? NetworkWeights.Read(await blobs.ReadAll(weights, cancellationToken), backbone.Tail)
            : backbone.Tail;

    /// <summary>The backbone of a generation whose trunk was tuned too, for the caller to dispose; null where the trunk is the pretrained one.</summary>
    /// <exception cref="InvalidDataException">The weights are gone or damaged.</exception>
    public async Task<PretrainedBackbone?> OwnBackbone(Generation generation, PretrainedBackbone backbone, CancellationToken cancellationToken) =>
        generation.TrunkWeights is { } weights
            ? new PretrainedBackbone(
                backbone.Weights,
                NetworkWeights.Read(await blobs.ReadAll(weights, cancellationToken), backbone.TrunkNetwork).Append(backbone.Tail.Layers))
            : null;

    /// <summary>Keeps tuned weights.</summary>
    public async Task<BlobDigest> Put(Network layers, CancellationToken cancellationToken) =>
        (await blobs.Put(NetworkWeights.Write(layers), cancellationToken)).Digest;
}
