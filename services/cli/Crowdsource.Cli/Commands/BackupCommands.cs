using System.CommandLine;
using Crowdsource.Cli.Backups;
using Crowdsource.Cli.Output;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

internal static class BackupCommands
{
    private static readonly Argument<string> s_file = new("file") { Description = "The archive, such as crowdsource.tar." };
    private static readonly Option<string> s_data = new("--data") { Description = "The new data folder: empty, or not there yet.", Required = true };

    public static Command Backup() => CommandLine.ServerCommand(
        "backup", "Copy everything that the server knows into one archive; it goes on meanwhile (owner).",
        async (parsed, server, output, cancellation) =>
        {
            var file = Path.GetFullPath(parsed.GetRequiredValue(s_file));
            if (File.Exists(file))
            {
                throw new CliException($"{file} is there already: name another file, so that no backup is overwritten.");
            }

            var bytes = await server.Download("/api/v1/operations/backup", file, cancellation);
            output.People.MarkupLineInterpolated($"{file}: {bytes / 1e6:#,0.0} MB. [grey]'crowdsource restore {file} --data FOLDER' makes a data folder of it.[/]");
        }, s_file);

    public static Command Restore() => CommandLine.Command(
        "restore", "Make a data folder of a backup, check it, and leave it to be started.",
        async (parsed, output, cancellation) =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(s_data));
            await BackupArchive.Unpack(parsed.GetRequiredValue(s_file), folder, cancellation);
            var report = await DataFolderCheck.Run(folder, cancellation);
            output.Show(report, CliJsonContext.Default.IntegrityReport, IntegrityReport.Picture);
            return report.Findings.Count == 0 ? 0 : 1;
        }, s_file, s_data);
}
