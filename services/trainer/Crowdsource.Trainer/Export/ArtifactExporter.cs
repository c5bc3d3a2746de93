using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Trainer.Nights;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Trainer.Training;
using Crowdsource.Vision;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Export;

/// <summary>Writes a promoted model as all artifacts, compares each with 32-bit weights, and ships those that answer alike.</summary>
internal sealed class ArtifactExporter(
    ParityStore store, BackboneCalibration calibration, ParitySet parity, BundleStore bundles, IOptions<TrainerOptions> options)
{
    /// <summary>Shares of the phase after which files are written, and measured.</summary>
    private const double Writing = 0.15, Measuring = 0.85;

    private readonly TrainerOptions _options = options.Value;

    /// <param name="campaign">Whose model it is.</param>
    /// <param name="snapshot">What it learned from.</param>
    /// <param name="trained">The model.</param>
    /// <param name="candidate">Its file that was judged, which must ship.</param>
    /// <param name="last">What the last trained night left to go on from.</param>
    /// <param name="progress">Of the phase.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ExportedArtifacts> Export(
        CampaignState campaign, Snapshot snapshot, TrainedModel trained, ExportedModel candidate, BlobDigest? last, NightProgress progress,
        CancellationToken cancellationToken)
    {
        var before = await Before(snapshot, last, cancellationToken);
        string[] ids = [ArtifactId.OnnxFp32, .. (_options.Artifacts is { Length: > 0 } some ? some : [.. ArtifactId.All]).Where(id => id != ArtifactId.OnnxFp32)];
        var (ranges, manifest) = await calibration.Ranges(trained.Network, ids.Select(ArtifactId.InputSize), snapshot, before, cancellationToken);
        var writer = new ArtifactWriter(
            trained.Network, ranges, [.. snapshot.Labels.Select(label => label.Name)], ModelExporter.Metadata(trained));
        var (written, failed) = Write(writer, ids, progress, cancellationToken);
        if (BlobDigest.Of(written[0].File) != candidate.Digest)
        {
            throw new InvalidOperationException("The file that would ship is not the one that was judged.");
        }

        var references = written.Select(artifact => artifact.StandIn.InputSize).Distinct().ToDictionary(size => size, writer.Reference);
        StandIn[] standIns = [.. written.Select(artifact => artifact.StandIn).Concat(references.Values).DistinctBy(standIn => standIn.Backbone)];
        (manifest, var features) = await parity.Measure(
            snapshot, standIns, manifest, share => progress.Report(Writing + ((Measuring - Writing) * share)), cancellationToken);
        var measured = Judge(snapshot, written, references, manifest.Views, features);
        var artifacts = await Bundle(campaign, snapshot, trained, written, measured, progress, cancellationToken);
        return new ExportedArtifacts(
            [.. ids.Select(id => artifacts.GetValueOrDefault(id) ?? failed[id])],
            await store.Save(manifest, cancellationToken),
            [.. Notes(manifest, [.. artifacts.Values, .. failed.Values])]);
    }

    /// <summary>What a refused night keeps: photos that are gone leave.</summary>
    public async Task<BlobDigest?> Keep(Snapshot snapshot, BlobDigest? last, CancellationToken cancellationToken) =>
        last is null ? null : await store.Save(await Before(snapshot, last, cancellationToken), cancellationToken);

    private async Task<ParityManifest> Before(Snapshot snapshot, BlobDigest? last, CancellationToken cancellationToken)
    {
        var wanted = snapshot.Photos.Select(photo => photo.Photo).ToHashSet(StringComparer.Ordinal);
        return await store.Without(await store.Load(last, cancellationToken), wanted.Contains, cancellationToken);
    }

    private (List<WrittenArtifact> Written, Dictionary<string, ModelArtifact> Failed) Write(
        ArtifactWriter writer, string[] ids, NightProgress progress, CancellationToken cancellationToken)
    {
        var written = new ConcurrentDictionary<string, WrittenArtifact>();
        var failed = new ConcurrentDictionary<string, ModelArtifact>();
        var done = progress.Counter(ids.Length, 0, Writing);
        Parallel.ForEach(ids, new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken }, id =>
        {
            try
            {
                written[id] = writer.Write(id);
            }
            catch (Exception error) when (id != ArtifactId.OnnxFp32 && error is InvalidDataException or InvalidOperationException or ArgumentException or NotSupportedException)
            {
                var code = error is InvalidDataException ? ArtifactRules.FileDiffers : ArtifactRules.NotWritten;
                failed[id] = new ModelArtifact
                {
                    Id = id,
                    InputSize = ArtifactId.InputSize(id),
                    Bytes = 0,
                    MultiplyAdds = 0,
                    Withheld = new NightReason(code, $"{id}: {error.Message}"),
                };
            }

            done();
        });
        return ([.. ids.Where(written.ContainsKey).Select(id => written[id])], failed.ToDictionary());
    }

    private static Dictionary<string, (double? Top1, ArtifactParity? Parity)> Judge(
        Snapshot snapshot,
        List<WrittenArtifact> written,
        Dictionary<int, StandIn> references,
        ImmutableArray<ParityView> views,
        IReadOnlyDictionary<string, Half[][]> features)
    {
        var outputs = snapshot.Outputs();
        var photos = snapshot.Photos.DistinctBy(photo => photo.Photo).ToDictionary(photo => photo.Photo, StringComparer.Ordinal);
        int[] truth = [.. views.Select(view => outputs[photos[view.Photo].Label])];
        int[] test = [.. Enumerable.Range(0, views.Length)
            .Where(i => views[i].View == PhotoView.Original.Key && photos[views[i].Photo].Split == Split.Test)];
        var answers = new Dictionary<string, int[]>(StringComparer.Ordinal);
        return written.ToDictionary(artifact => artifact.Id, artifact =>
        {
            var given = Answers(artifact.StandIn);
            return (
                test.Length == 0 ? null : (double?)test.Average(i => given[i] == truth[i] ? 1.0 : 0),
                artifact.Id == ArtifactId.OnnxFp32 ? null : ArtifactParity.Of(truth, given, Answers(references[artifact.StandIn.InputSize])));
        });

        int[] Answers(StandIn standIn) => answers.TryGetValue(standIn.Digest, out var known)
            ? known
            : answers[standIn.Digest] = standIn.Answer(features[standIn.Backbone]);
    }

    private async Task<Dictionary<string, ModelArtifact>> Bundle(
        CampaignState campaign,
        Snapshot snapshot,
        TrainedModel trained,
        List<WrittenArtifact> written,
        Dictionary<string, (double? Top1, ArtifactParity? Parity)> measured,
        NightProgress progress,
        CancellationToken cancellationToken)
    {
        var version = await bundles.NextVersion(campaign.Id, cancellationToken);
        var done = progress.Counter(written.Count, Measuring);
        using var runs = new GoldenRuns();
        var artifacts = new ConcurrentDictionary<string, ModelArtifact>();
        await Parallel.ForEachAsync(
            written,
            new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken },
            async (artifact, token) =>
            {
                var (top1, compared) = measured[artifact.Id];
                var withheld = compared is null ? null : ArtifactRules.Withhold(artifact.Id, compared);
                artifacts[artifact.Id] = new ModelArtifact
                {
                    Id = artifact.Id,
                    InputSize = artifact.StandIn.InputSize,
                    Bytes = artifact.File.Length,
                    MultiplyAdds = artifact.StandIn.MultiplyAdds,
                    Files = withheld is null ? await bundles.Put(campaign, version, snapshot, trained, artifact, runs, token) : [],
                    Top1 = top1,
                    Parity = compared,
                    Withheld = withheld,
                };
                done();
            });
        return artifacts.ToDictionary();
    }

    private IEnumerable<string> Notes(ParityManifest manifest, IEnumerable<ModelArtifact> artifacts)
    {
        if (manifest.Views.Length < _options.ParityPhotos)
        {
            yield return $"Artifacts were compared on {manifest.Views.Length} photos and variants, for want of photos; {_options.ParityPhotos} are wanted.";
        }

        foreach (var artifact in artifacts.OrderBy(artifact => artifact.Id, StringComparer.Ordinal))
        {
            if (artifact.Withheld is { } reason)
            {
                yield return $"Withheld: {reason.Text}";
            }
        }
    }
}
