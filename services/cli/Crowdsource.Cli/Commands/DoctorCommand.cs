using System.CommandLine;
using Crowdsource.Cli.Backups;
using Crowdsource.Cli.Output;
using Crowdsource.Protocol.Operations;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

internal static class DoctorCommand
{
    private static readonly Option<bool> s_retry = new("--retry") { Description = "Give everything that was given up another chance." };

    private static readonly Option<bool> s_blobs = new("--blobs") { Description = "Also read every photo and model from the disk and compare it with its digest." };
    private static readonly Option<string?> s_data = new("--data") { Description = "Look through this data folder itself, when no host runs on it." };

    public static Command Create() => CommandLine.Command(
        "doctor", "What the server owes, what it gave up, and whether everything is still there (owner).", Run, s_retry, s_blobs, s_data);

    private static async Task<int> Run(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        if (parsed.GetValue(s_data) is { } folder)
        {
            return Show(output, await DataFolderCheck.Run(Path.GetFullPath(folder), cancellation));
        }

        using var server = CommandLine.Connect(parsed);
        var work = await server.Get<WorkResponse>("/api/v1/operations/work", cancellation);
        if (parsed.GetValue(s_retry))
        {
            foreach (var letter in work.DeadLetters)
            {
                await server.Act(HttpMethod.Post, $"/api/v1/operations/work/{letter.Id}/retry", cancellation);
            }

            work = await server.Get<WorkResponse>("/api/v1/operations/work", cancellation);
        }

        if (!parsed.GetValue(s_blobs))
        {
            output.Show(work, Picture);
            return 0;
        }

        output.People.Write(Picture(work));
        output.People.WriteLine();
        return Show(output, await IntegrityReport.Collect(
            after => server.Get<IntegrityResponse>($"/api/v1/operations/integrity?after={after}", cancellation)));
    }

    private static int Show(CommandOutput output, IntegrityReport report)
    {
        output.Show(report, CliJsonContext.Default.IntegrityReport, IntegrityReport.Picture);
        return report.Findings.Count == 0 ? 0 : 1;
    }

    private static Rows Picture(WorkResponse work)
    {
        var kinds = CommandOutput.Table("Work", "Open", "Held", "Waiting", "Given up", "Done");
        foreach (var kind in work.Kinds)
        {
            kinds.AddRow(kind.Kind, $"{kind.Open}", $"{kind.Held}", $"{kind.Waiting}", $"{kind.Dead}", $"{kind.Done}");
        }

        var letters = CommandOutput.Table("Id", "Given up", "Subject", "Attempts", "Last error");
        foreach (var letter in work.DeadLetters)
        {
            letters.AddRow(
                new Text($"{letter.Id}"), new Text($"{letter.DeadAt:u}"), new Text($"{letter.Kind} {letter.Subject}"), new Text($"{letter.Attempts}"),
                new Text(letter.LastError ?? "–"));
        }

        return work.DeadLetters.Count == 0
            ? new Rows(kinds, new Text("Nothing was given up."))
            : new Rows(kinds, letters, new Text("'crowdsource doctor --retry' gives these another chance."));
    }
}
