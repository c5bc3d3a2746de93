using Crowdsource.Cli.Demo.Summary;
using Crowdsource.Cli.Http;
using Crowdsource.Domain.Nights;
using Crowdsource.Protocol.Nights;

namespace Crowdsource.Cli.Demo.People;

/// <summary>The owner starts nights and waits for their verdicts.</summary>
internal sealed class NightShift(DemoScene scene)
{
    /// <summary>What the server calls the strategy without pretrained weights.</summary>
    private const string FromScratch = "from-scratch";

    private readonly List<NightSummary> _nights = [];

    /// <summary>In the order in which they were run.</summary>
    public IReadOnlyList<NightSummary> Nights => _nights;

    public async Task<NightResponse> Run(string campaign, CancellationToken cancellation)
    {
        var nights = $"{DemoScene.PathOf(campaign)}/nights";
        var opened = await scene.Owner.Post<StartNightRequest, NightResponse>(nights, new StartNightRequest(scene.Options.Seed), cancellation);
        var night = await scene.WithProgress($"Night {opened.Number} of '{campaign}'", 1, task =>
            NightWatch.UntilVerdict(scene.Owner, $"{nights}/{opened.Number}", now =>
            {
                task.Description = $"Night {now.Number} of '{campaign}': {NightWatch.Sentence(now)}";
                task.Value = NightWatch.Done(now);
            }, cancellation));
        _nights.Add(Summarise(campaign, night));
        scene.Say(Sentence(campaign, night));
        if (night.Report?.Strategy == FromScratch)
        {
            scene.Warn("NO PRETRAINED WEIGHTS: this is a small network trained from scratch, which is far worse. "
                + "With --weights (WEIGHTS=file), or a network to download them from, it would be a real one.");
        }

        scene.Check(night.Phase != NightPhase.Failed, $"night {night.Number} of '{campaign}' failed: {Reasons(night)}");
        return night;
    }

    private static string Sentence(string campaign, NightResponse night) => night.Phase switch
    {
        NightPhase.Promoted when night.Report is { Test: 0 } report =>
            $"  promoted: version {night.Version}, {report.Strategy}, by the anchor set alone: there was no test photo.",
        NightPhase.Promoted => $"  promoted: version {night.Version}, {night.Report?.Strategy}, top-1 {night.Report?.Top1:P1} on its own {night.Report?.Test} "
            + "test photos (optimistic: photos from elsewhere do worse).",
        _ => $"  {night.Phase.ToString().ToLowerInvariant()} ({campaign}): {Reasons(night)}",
    };

    private static string Reasons(NightResponse night) => string.Join(" ", night.Reasons.Select(reason => $"[{reason.Code}] {reason.Text}"));

    private static NightSummary Summarise(string campaign, NightResponse night)
    {
        var report = night.Report;
        // Without test photos the shares are not 0 but unknown.
        var measured = report is { Test: > 0 } ? report : null;
        return new NightSummary(
            night.Number,
            campaign,
            night.Phase.ToString().ToLowerInvariant(),
            night.Version,
            [.. night.Reasons.Select(reason => reason.Code)],
            report?.Strategy,
            night is { StartedAt: { } started, EndedAt: { } ended } ? Math.Round((ended - started).TotalSeconds, 2) : null,
            report?.Train,
            report?.Validation,
            report?.Test,
            measured?.Top1,
            measured is null ? null : [measured.Top1Interval.Low, measured.Top1Interval.High],
            measured?.Top1Rotated,
            measured?.Top1Blurred,
            measured?.MacroRecall,
            measured?.NegativeFlips);
    }
}
