using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Nights;
using Crowdsource.Inference;
using Crowdsource.Trainer.Evaluation;
using Crowdsource.Trainer.Export;
using Crowdsource.Trainer.Nights.Resuming;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Trainer.Training;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Nights;

/// <summary>One training run, from snapshot to verdict. It writes blobs only: the night's grain writes the verdict.</summary>
internal sealed class Night(
    ICatalogue catalogue,
    SnapshotBuilder snapshots,
    SnapshotStore snapshotStore,
    SnapshotHistory history,
    ModelTrainer trainer,
    ModelExporter exporter,
    ChampionLoader champions,
    KeptViewStore keptViews,
    Evaluator evaluator,
    EvaluationArchive archive,
    ArtifactExporter artifacts,
    IOptions<TrainerOptions> options)
{
    private const string SnapshotStep = "snapshot";

    public async Task<NightConclusion> Run(NightState night, NightSteps steps, NightProgress progress, CancellationToken cancellationToken)
    {
        progress.Enter(NightPhase.Snapshot);
        var campaign = (await catalogue.Load<CampaignState>(night.Campaign, cancellationToken))?.State
            ?? throw new InvalidOperationException($"There is no campaign {night.Campaign}.");
        var snapshot = await Frozen(campaign, steps, cancellationToken);
        var before = await history.OfLastTrainedNight(campaign.Id, cancellationToken);
        if (NightRules.Skip(snapshot.Labels.Length, snapshot.ChangesSince(before)) is { } reason)
        {
            return new NightConclusion(NightPhase.Skipped, [reason], null, []);
        }

        var snapshotDigest = await snapshotStore.Put(snapshot, cancellationToken);
        await steps.Keep(SnapshotStep, snapshotDigest, cancellationToken);

        progress.Enter(NightPhase.Training);
        var after = steps.From($"{snapshotDigest}/{options.Value.StrategyOf(campaign)}");
        var trained = await after.Once(
            "trained", () => trainer.Train(campaign, snapshot, night.Seed, after, progress, cancellationToken), cancellationToken);
        var candidate = await exporter.Export(trained.Network, trained, cancellationToken);
        var withoutAugmentation = trained.WithoutAugmentation is { } plain ? await exporter.Export(plain, trained, cancellationToken) : null;

        progress.Enter(NightPhase.Evaluating);
        using var champion = await champions.Load(campaign, cancellationToken);
        var last = await history.LastReport(campaign.Id, cancellationToken);
        var kept = await keptViews.Load(last?.Views, cancellationToken);
        using var models = new CandidateModels(
            new Classifier(candidate.File, Preprocessing.Default),
            withoutAugmentation is null ? null : new Classifier(withoutAugmentation.File, Preprocessing.Default),
            trained.AbstainBelow);
        var result = await after.From($"against {champion?.Version}").Once(
            "evaluated",
            async () =>
            {
                var evaluated = await evaluator.Evaluate(snapshot, models, champion, kept, progress, cancellationToken);
                return evaluated with { Views = await keptViews.Save(kept, cancellationToken) };
            },
            cancellationToken);
        var verdict = PromotionGate.Decide([.. snapshot.Labels.Select(label => label.Name)], result.SharedTest, result.SharedAnchor, result.Batch);

        progress.Enter(NightPhase.Exporting);
        var report = NightReporting.Report(
            snapshot, snapshotDigest, trained, candidate.Digest, withoutAugmentation?.Digest, result, [.. verdict.Notes]) with
        {
            Views = result.Views,
            Evaluation = await archive.Put(snapshot, trained, result, cancellationToken),
        };
        if (verdict is GateVerdict.Refuse refused)
        {
            return new NightConclusion(
                NightPhase.Refused, [.. refused.Reasons], report with { Parity = await artifacts.Keep(snapshot, last?.Parity, cancellationToken) }, [])
            {
                Doubted = trained.Doubted,
            };
        }

        var exported = await artifacts.Export(campaign, snapshot, trained, candidate, last?.Parity, progress, cancellationToken);
        return new NightConclusion(
            NightPhase.Promoted, [], report with { Parity = exported.Parity, Notes = [.. report.Notes, .. exported.Notes] }, exported.Artifacts)
        {
            Doubted = trained.Doubted,
        };
    }

    /// <summary>What an earlier attempt began with, unless one of its photos was taken back since or looked at in another way.</summary>
    private async Task<Snapshot> Frozen(CampaignState campaign, NightSteps steps, CancellationToken cancellationToken)
    {
        var now = await snapshots.Build(campaign, cancellationToken);
        return await steps.Find<BlobDigest>(SnapshotStep, cancellationToken) is { Value: var digest }
            && await snapshotStore.Read(digest, cancellationToken) is var begun && begun.IsPartOf(now)
                ? begun
                : now;
    }
}
