using System.CommandLine;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Crowdsource.Domain.Models;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Models;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

internal static class ModelCommands
{
    private static readonly Argument<int> s_version = new("version") { Description = "The model version, from 1 up." };
    private static readonly Option<string> s_artifact = new("--artifact")
    {
        Description = "Which of the version's files, such as onnx/fp32 or tflite/int8@160.",
        DefaultValueFactory = _ => ArtifactId.OnnxFp32,
    };

    private static readonly Option<string> s_out = new("--out") { Description = "The folder to write into.", Required = true };
    private static readonly Argument<int> s_from = new("from") { Description = "The earlier version." };
    private static readonly Argument<int> s_to = new("to") { Description = "The later version." };

    public static Command Create() => new("model", "What promoted nights produced.")
    {
        CommandLine.ServerCommand("list", "All versions.", List, CampaignCommands.Campaign),
        CommandLine.ServerCommand("show", "One version's card: its metrics, labels, limits, and its files for each engine.", async (parsed, server, output, cancellation) =>
            output.Show(await server.Get<ModelCard>($"{Version(parsed)}/card", cancellation), Picture),
            CampaignCommands.Campaign, s_version),
        CommandLine.ServerCommand("diff", "Two versions side by side: metrics, labels, and how many bytes of each file changed.", async (parsed, server, output, cancellation) =>
            output.Show(
                await ModelComparison.Compare(server, Path(parsed), parsed.GetRequiredValue(s_from), parsed.GetRequiredValue(s_to), cancellation),
                CliJsonContext.Default.ModelDiff, ModelComparison.Picture),
            CampaignCommands.Campaign, s_from, s_to),
        CommandLine.ServerCommand("export", "Save all that a version is: every bundle, its card as a page and as JSON, licences.", Export, CampaignCommands.Campaign, s_version, s_out),
        CommandLine.ServerCommand("download", "Download one of a version's bundles and check its hashes.", Download, CampaignCommands.Campaign, s_version, s_artifact, s_out),
    };

    private static async Task List(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var models = await server.List<ModelResponse>(Path(parsed), cancellation).ToListAsync(cancellation);
        output.Show(new Page<ModelResponse>(models, null), page =>
        {
            var table = CommandOutput.Table("Version", "Night", "Created", "Artifacts", "Withheld", "Top-1 (own split, optimistic)");
            foreach (var model in page.Items)
            {
                table.AddRow(
                    $"{model.Version}", $"{model.Night}", $"{model.CreatedAt:u}", $"{model.Artifacts.Count(artifact => artifact.Withheld is null)}",
                    string.Join(", ", model.Artifacts.Where(artifact => artifact.Withheld is not null).Select(artifact => artifact.Artifact)),
                    CommandOutput.Share(model.Metrics?.Top1));
            }

            return table;
        });
    }

    private static async Task Download(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var version = parsed.GetRequiredValue(s_version);
        var folder = Directory.CreateDirectory(parsed.GetRequiredValue(s_out)).FullName;
        var model = await server.Get<ModelResponse>($"{Path(parsed)}/{version}", cancellation);
        var artifact = model.Artifacts.FirstOrDefault(artifact => artifact.Artifact == parsed.GetRequiredValue(s_artifact) && artifact.Withheld is null)
            ?? throw new CliException($"Version {version} ships no '{parsed.GetRequiredValue(s_artifact)}'. `crowdsource model show` lists what it does.");
        await new ModelFiles(server, Version(parsed)).Save(artifact, folder, "", cancellation);
        output.Show(model, Table);
    }

    private static async Task Export(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(parsed.GetRequiredValue(s_out)).FullName;
        var card = await server.Get<ModelCard>($"{Version(parsed)}/card", cancellation);
        var files = new ModelFiles(server, Version(parsed));
        foreach (var artifact in card.Artifacts.Where(artifact => artifact.Withheld is null))
        {
            await files.Save(artifact, folder, artifact.Artifact, cancellation);
        }

        if (card.Artifacts.FirstOrDefault(artifact => artifact.Withheld is null) is { } any)
        {
            await files.Save(any with { Files = [.. any.Files.Where(file => file.Path is "LICENSE" or "NOTICE")] }, folder, "", cancellation);
        }

        await server.Download($"{Version(parsed)}/card", System.IO.Path.Combine(folder, "card.json"), cancellation);
        await server.Download($"{Version(parsed)}/card.html", System.IO.Path.Combine(folder, "card.html"), cancellation);
        output.Show(card, Picture);
    }

    private static string Path(ParseResult parsed) => $"/api/v1/campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(CampaignCommands.Campaign))}/models";

    private static string Version(ParseResult parsed) => $"{Path(parsed)}/{parsed.GetRequiredValue(s_version)}";

    private static Table Table(ModelResponse model) => Artifacts(model.Artifacts);

    private static Rows Picture(ModelCard card)
    {
        var labels = CommandOutput.Table("Label", "Train", "Validation", "Test", "Locked", "Recall", "95 % interval", "Better", "Worse");
        foreach (var label in card.Labels)
        {
            labels.AddRow(
                new Text(label.Label), new Text($"{label.Train:N0}"), new Text($"{label.Validation:N0}"), new Text($"{label.Test:N0}"), new Text($"{label.Anchor:N0}"),
                new Text(CommandOutput.Share(label.Test == 0 ? null : (double)label.Right / label.Test)),
                new Text($"{label.Interval.Low:P0} to {label.Interval.High:P0}"), new Text($"{label.Gained}"), new Text($"{label.Lost}"));
        }

        return new Rows(
            CommandOutput.Facts(
                ("Version", $"{card.Version} of {card.CampaignName}"),
                ("Made by", $"night {card.Night}, {card.CreatedAt:u}"),
                ("Strategy", card.Training.Strategy),
                ("Generation", card.Training.Generation is { } generation ? $"{generation}" : null),
                ("Photos", card.Data is { } data ? $"{data.Photos:N0} of {data.Contributors:N0} contributors, split by {data.Grouping}" : null),
                ("Top-1 on its own test photos (optimistic)", CommandOutput.Share(card.Metrics?.Top1)),
                ("Turned, blurred", $"{CommandOutput.Share(card.Metrics?.Top1Rotated)}, {CommandOutput.Share(card.Metrics?.Top1Blurred)}"),
                ("Calibration error", card.Calibration?.Error is { } error ? $"{error:P1}" : null),
                ("Against version", card.Changes is { } changes ? $"{changes.Version}: {changes.Gained} better, {changes.Lost} worse of {changes.Photos} photos" : null)),
            new Rows(card.Limits.Concat(card.Metrics?.Notes ?? []).Select(sentence => new Text($"- {sentence}"))),
            labels,
            Artifacts(card.Artifacts));
    }

    private static Table Artifacts(IEnumerable<ModelArtifactResponse> shipped)
    {
        var artifacts = CommandOutput.Table("Artifact", "Input", "Bytes", "M mult-adds", "Top-1", "Agrees", "Points lost (at most)", "Withheld");
        foreach (var artifact in shipped)
        {
            artifacts.AddRow(
                artifact.Artifact, $"{artifact.InputSize}", $"{artifact.Bytes:N0}", $"{artifact.MultiplyAdds / 1e6:N0}", CommandOutput.Share(artifact.Top1),
                artifact.Parity is { } same ? $"{same.Agreement:P2} of {same.Photos:N0}" : "–",
                artifact.Parity is { } lost ? $"{100 * lost.AccuracyLost:N2} ({100 * lost.AccuracyLostAtMost:N2})" : "–",
                Markup.Escape(artifact.Withheld?.Text ?? ""));
        }

        return artifacts;
    }
}
