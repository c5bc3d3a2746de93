using System.CommandLine;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Models;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

internal static class ModelCommands
{
    private static readonly Argument<int> s_version = new("version") { Description = "The model version, from 1 up." };
    private static readonly Option<string> s_out = new("--out") { Description = "The folder to write the bundle into.", Required = true };

    public static Command Create() => new("model", "What promoted nights produced.")
    {
        CommandLine.ServerCommand("list", "All versions.", List, CampaignCommands.Campaign),
        CommandLine.ServerCommand("show", "One version: its files and metrics.", async (parsed, server, output, cancellation) =>
            output.Show(await server.Get<ModelResponse>($"{Path(parsed)}/{parsed.GetRequiredValue(s_version)}", cancellation), Picture),
            CampaignCommands.Campaign, s_version),
        CommandLine.ServerCommand("download", "Download a version's bundle and check its hashes.", Download, CampaignCommands.Campaign, s_version, s_out),
    };

    private static async Task List(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var models = await server.List<ModelResponse>(Path(parsed), cancellation).ToListAsync(cancellation);
        output.Show(new Page<ModelResponse>(models, null), page =>
        {
            var table = CommandOutput.Table("Version", "Night", "Created", "Bytes", "Top-1 (own split, optimistic)");
            foreach (var model in page.Items)
            {
                table.AddRow(
                    $"{model.Version}", $"{model.Night}", $"{model.CreatedAt:u}", $"{model.Files.Sum(file => file.Bytes):N0}",
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
        foreach (var file in model.Files)
        {
            var target = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, file.Path));
            if (!target.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new CliException($"The server names a file '{file.Path}' outside the folder. Nothing was written there; do not trust this server.");
            }

            var bytes = await server.GetBytes($"{Path(parsed)}/{version}/artifacts/{file.Path}", cancellation);
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
        var files = CommandOutput.Table("File", "Bytes", "SHA-256");
        foreach (var file in model.Files)
        {
            files.AddRow(new Text(file.Path), new Text($"{file.Bytes:N0}"), new Text(file.Sha256));
        }

        return new Rows(
            CommandOutput.Facts(
                ("Version", $"{model.Version}"),
                ("Made by", $"night {model.Night}, {model.CreatedAt:u}"),
                ("Strategy", model.Metrics?.Strategy),
                ("Top-1 on its own test photos (optimistic)", CommandOutput.Share(model.Metrics?.Top1))),
            files);
    }
}
