using System.CommandLine;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Crowdsource.Domain.Blobs;
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

    private static readonly Option<string> s_out = new("--out") { Description = "The folder to write the bundle into.", Required = true };

    public static Command Create() => new("model", "What promoted nights produced.")
    {
        CommandLine.ServerCommand("list", "All versions.", List, CampaignCommands.Campaign),
        CommandLine.ServerCommand("show", "One version: its metrics, and its files for each engine.", async (parsed, server, output, cancellation) =>
            output.Show(await server.Get<ModelResponse>($"{Path(parsed)}/{parsed.GetRequiredValue(s_version)}", cancellation), Picture),
            CampaignCommands.Campaign, s_version),
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
        foreach (var file in artifact.Files)
        {
            var target = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, file.Path));
            if (!target.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new CliException($"The server names a file '{file.Path}' outside the folder. Nothing was written there; do not trust this server.");
            }

            var bytes = await server.GetBytes($"{Path(parsed)}/{version}/artifacts/{artifact.Artifact}/{file.Path}", cancellation);
            if (BlobDigest.Of(bytes).Value != file.Sha256)
            {
                throw new CliException($"'{file.Path}' arrived with another SHA-256 than announced. Try again.");
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(target, bytes, cancellation);
        }

        output.Show(model, Picture);
    }

    private static string Path(ParseResult parsed) => $"/api/v1/campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(CampaignCommands.Campaign))}/models";

    private static Rows Picture(ModelResponse model)
    {
        var artifacts = CommandOutput.Table("Artifact", "Input", "Bytes", "M mult-adds", "Top-1", "Agrees", "Points lost (at most)", "Withheld");
        foreach (var artifact in model.Artifacts)
        {
            artifacts.AddRow(
                artifact.Artifact, $"{artifact.InputSize}", $"{artifact.Bytes:N0}", $"{artifact.MultiplyAdds / 1e6:N0}", CommandOutput.Share(artifact.Top1),
                artifact.Parity is { } same ? $"{same.Agreement:P2} of {same.Photos:N0}" : "–",
                artifact.Parity is { } lost ? $"{100 * lost.AccuracyLost:N2} ({100 * lost.AccuracyLostAtMost:N2})" : "–",
                Markup.Escape(artifact.Withheld?.Text ?? ""));
        }

        return new Rows(
            CommandOutput.Facts(
                ("Version", $"{model.Version}"),
                ("Made by", $"night {model.Night}, {model.CreatedAt:u}"),
                ("Strategy", model.Metrics?.Strategy),
                ("Top-1 on its own test photos (optimistic)", CommandOutput.Share(model.Metrics?.Top1))),
            artifacts);
    }
}
