using System.CommandLine;
using Crowdsource.Cli.Output;
using Crowdsource.Protocol.Operations;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

internal static class DoctorCommand
{
    private static readonly Option<bool> s_retry = new("--retry") { Description = "Give everything that was given up another chance." };

    public static Command Create() => CommandLine.ServerCommand("doctor", "What the server owes, and what it gave up (owner).",
        async (parsed, server, output, cancellation) =>
        {
            var work = await server.Get<WorkResponse>("/api/v1/operations/work", cancellation);
            if (parsed.GetValue(s_retry))
            {
                foreach (var letter in work.DeadLetters)
                {
                    await server.Act(HttpMethod.Post, $"/api/v1/operations/work/{letter.Id}/retry", cancellation);
                }

                work = await server.Get<WorkResponse>("/api/v1/operations/work", cancellation);
            }

            output.Show(work, Picture);
        }, s_retry);

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
