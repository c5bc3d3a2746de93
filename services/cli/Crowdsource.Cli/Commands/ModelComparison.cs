using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Nights;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

/// <summary><c>crowdsource model diff</c>.</summary>
internal static class ModelComparison
{
    public static async Task<ModelDiff> Compare(ServerConnection server, string models, int from, int to, CancellationToken cancellation)
    {
        var (before, after) = (await Card(from), await Card(to));
        return new ModelDiff(
            from,
            to,
            after.Changes is { } changes && changes.Version == from ? new ModelDiff.Flips(changes.Photos, changes.Gained, changes.Lost) : null,
            [
                Metric("top-1", metrics => metrics.Top1),
                Metric("top-1, turned", metrics => metrics.Top1Rotated),
                Metric("top-1, blurred", metrics => metrics.Top1Blurred),
                Metric("mean recall", metrics => metrics.MacroRecall),
                Metric("top-1 on locked photos", metrics => metrics.AnchorTop1),
                new ModelDiff.Metric("calibration error", before.Calibration?.Error, after.Calibration?.Error),
            ],
            Labels(before.Metrics, after.Metrics),
            await Artifacts());

        Task<ModelCard> Card(int version) => server.Get<ModelCard>($"{models}/{version}/card", cancellation);

        ModelDiff.Metric Metric(string name, Func<NightReportResponse, double?> value) => new(
            name, before.Metrics is { } one ? value(one) : null, after.Metrics is { } other ? value(other) : null);

        async Task<List<ModelDiff.Artifact>> Artifacts()
        {
            var (olds, news) = (Shipped(before), Shipped(after));
            var artifacts = new List<ModelDiff.Artifact>();
            foreach (var name in olds.Keys.Union(news.Keys))
            {
                var (one, other) = (olds.GetValueOrDefault(name), news.GetValueOrDefault(name));
                long? changed = one is null || other is null
                    ? null
                    : await Changed(one, new ModelFiles(server, $"{models}/{from}"), other, new ModelFiles(server, $"{models}/{to}"), cancellation);
                artifacts.Add(new ModelDiff.Artifact(name, one?.Files.Sum(file => file.Bytes), other?.Files.Sum(file => file.Bytes), changed));
            }

            return artifacts;
        }
    }

    public static Rows Picture(ModelDiff diff)
    {
        var metrics = CommandOutput.Table("Each on its own test photos", $"Version {diff.From}", $"Version {diff.To}");
        foreach (var metric in diff.Metrics)
        {
            metrics.AddRow(metric.Name, CommandOutput.Share(metric.From), CommandOutput.Share(metric.To));
        }

        var labels = CommandOutput.Table("Label", "", $"Recall, version {diff.From}", $"Recall, version {diff.To}");
        foreach (var label in diff.Labels)
        {
            labels.AddRow(new Text(label.Name), new Text(label.Known == "both" ? "" : label.Known), new Text(CommandOutput.Share(label.From)), new Text(CommandOutput.Share(label.To)));
        }

        var artifacts = CommandOutput.Table("Artifact", $"Bytes, version {diff.From}", $"Bytes, version {diff.To}", "Bytes changed", "Share changed");
        foreach (var artifact in diff.Artifacts)
        {
            artifacts.AddRow(
                artifact.Name, Bytes(artifact.From), Bytes(artifact.To), Bytes(artifact.Changed),
                artifact is { Changed: { } changed, To: > 0 and var all } ? $"{(double)changed / all:P2}" : "–");
        }

        return new Rows(
            new Text(diff.Compared is { } flips
                ? $"The gate compared the two on the same {flips.Photos:N0} photos: {flips.Gained:N0} better, {flips.Lost:N0} worse."
                : $"The gate did not compare version {diff.To} with version {diff.From}: shares on different test photos are no comparison."),
            metrics, labels, artifacts);

        static string Bytes(long? bytes) => bytes is { } known ? $"{known:N0}" : "–";
    }

    /// <summary>Bytes that are not the same in the same place.</summary>
    public static long Changed(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        long same = 0;
        for (var i = 0; i < Math.Min(before.Length, after.Length); i++)
        {
            same += before[i] == after[i] ? 1 : 0;
        }

        return after.Length - same;
    }

    private static async Task<long> Changed(
        ModelArtifactResponse before, ModelFiles olds, ModelArtifactResponse after, ModelFiles news, CancellationToken cancellation)
    {
        var known = before.Files.ToDictionary(file => file.Path);
        long changed = 0;
        foreach (var file in after.Files)
        {
            var earlier = known.GetValueOrDefault(file.Path);
            if (earlier is null)
            {
                changed += file.Bytes;
            }
            else if (earlier.Sha256 != file.Sha256)
            {
                var old = await olds.Get(before.Artifact, earlier, cancellation);
                var now = await news.Get(after.Artifact, file, cancellation);
                changed += Changed(old, now);
            }
        }

        return changed;
    }

    private static Dictionary<string, ModelArtifactResponse> Shipped(ModelCard card) =>
        card.Artifacts.Where(artifact => artifact.Withheld is null).ToDictionary(artifact => artifact.Artifact);

    private static List<ModelDiff.Label> Labels(NightReportResponse? before, NightReportResponse? after)
    {
        var (olds, news) = (Recalls(before), Recalls(after));
        return
        [
            .. news.Keys.Union(olds.Keys).Select(name => new ModelDiff.Label(
                name,
                !olds.ContainsKey(name) ? "added" : news.ContainsKey(name) ? "both" : "gone",
                olds.GetValueOrDefault(name),
                news.GetValueOrDefault(name))),
        ];

        static Dictionary<string, double?> Recalls(NightReportResponse? metrics) =>
            (metrics?.Labels ?? []).DistinctBy(label => label.Label).ToDictionary(label => label.Label, label => label.Recall);
    }
}
