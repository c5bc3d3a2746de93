using System.CommandLine;
using System.Globalization;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Nights;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Crowdsource.Cli.Commands;

internal static class NightCommands
{
    private static readonly Argument<int> s_number = new("number") { Description = "The night, from 1 up." };
    private static readonly Argument<int?> s_numberOrLast = new("number") { Description = "The night; the last one when left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int?> s_seed = new("--seed") { Description = "Makes training reproducible." };
    private static readonly Option<bool> s_watch = new("--watch") { Description = "Wait for the verdict." };

    public static Command Create() => new("night", "Training runs.")
    {
        CommandLine.ServerCommand("start", "Start a night now (owner).", Start, CampaignCommands.Campaign, s_seed, s_watch),
        CommandLine.ServerCommand("list", "All nights of a campaign.", List, CampaignCommands.Campaign),
        CommandLine.ServerCommand("show", "One night: where it is, or what it found.", async (parsed, server, output, cancellation) =>
            output.Show(
                await server.Get<NightResponse>($"{Path(parsed)}/{parsed.GetRequiredValue(s_number)}", cancellation), Picture),
            CampaignCommands.Campaign, s_number),
        CommandLine.ServerCommand("cancel", "Stop a night that has not ended (owner).", async (parsed, server, output, cancellation) =>
            output.Show(
                await server.Send<NightResponse>(HttpMethod.Post, $"{Path(parsed)}/{parsed.GetRequiredValue(s_number)}/cancel", null, cancellation),
                Picture),
            CampaignCommands.Campaign, s_number),
        CommandLine.ServerCommand("watch", "Wait for a night's verdict.", Watch, CampaignCommands.Campaign, s_numberOrLast),
    };

    private static async Task Start(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var night = await server.Post<StartNightRequest, NightResponse>(Path(parsed), new StartNightRequest(parsed.GetValue(s_seed)), cancellation);
        output.Show(parsed.GetValue(s_watch) ? await Finish(parsed, server, output, night.Number, cancellation) : night, Picture);
    }

    private static async Task List(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var nights = await server.List<NightResponse>(Path(parsed), cancellation).ToListAsync(cancellation);
        output.Show(new Page<NightResponse>(nights, null), page =>
        {
            var table = CommandOutput.Table("Night", "Phase", "Version", "Opened", "Top-1 (own split, optimistic)", "Reasons");
            foreach (var night in page.Items)
            {
                table.AddRow(
                    new Text($"{night.Number}"), new Text($"{night.Phase}"), new Text(night.Version is { } version ? $"{version}" : "–"),
                    new Text($"{night.OpenedAt:u}"), new Text(CommandOutput.Share(night.Report?.Top1)),
                    new Text(string.Join(", ", night.Reasons.Select(reason => reason.Code))));
            }

            return table;
        });
    }

    private static async Task Watch(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var number = parsed.GetValue(s_numberOrLast)
            ?? (await server.List<NightResponse>(Path(parsed), cancellation).ToListAsync(cancellation)).Max(night => (int?)night.Number)
            ?? throw new CliException("This campaign has had no night yet. 'crowdsource night start' starts one.");
        output.Show(await Finish(parsed, server, output, number, cancellation), Picture);
    }

    private static Task<NightResponse> Finish(
        ParseResult parsed, ServerConnection server, CommandOutput output, int number, CancellationToken cancellation) =>
        output.People.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(progress =>
            {
                var task = progress.AddTask($"Night {number}", maxValue: 1);
                return NightWatch.UntilVerdict(server, $"{Path(parsed)}/{number}", night =>
                {
                    task.Description = $"Night {number}: {NightWatch.Sentence(night)}";
                    task.Value = NightWatch.Done(night);
                }, cancellation);
            });

    private static string Path(ParseResult parsed) => $"/api/v1/campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(CampaignCommands.Campaign))}/nights";

    private static Rows Picture(NightResponse night)
    {
        List<IRenderable> parts =
        [
            CommandOutput.Facts(
                ("Night", $"{night.Number}"),
                ("Phase", night.Ended ? $"{night.Phase}" : $"{NightWatch.Sentence(night)}, {night.Progress:P0} of this phase"),
                ("Version", night.Version is { } version ? $"{version}" : null),
                ("Strategy", night.Report?.Strategy),
                ("Photos", night.Report is { } photos
                    ? $"{photos.Train} train, {photos.Validation} validation, {photos.Test} test, {photos.Anchor} anchor" : null),
                ("Top-1 on its own test photos (optimistic)", night.Report is { } top
                    ? $"{top.Top1:P1} ({top.Top1Interval.Low:P1} to {top.Top1Interval.High:P1}), rotated {top.Top1Rotated:P1}, blurred {top.Top1Blurred:P1}" : null),
                ("Right before, wrong now", night.Report?.NegativeFlips is { } flips ? $"{flips:P1}" : null),
                ("Answers that are shown", night.Report?.Shown is { } shown
                    ? $"{shown.Shown} of {shown.Photos}, {shown.ShownRight} of them right; {shown.FalseAccepts} of {shown.OutOfScope} photos of something else" : null),
                ("Labels left out", night.Report is { LeftOut.Count: > 0 } some ? string.Join(", ", some.LeftOut) : null)),
        ];
        if (night.Report is { Robustness.Count: > 0 } stressed)
        {
            var table = CommandOutput.Table("Test photos", "Top-1", "Without augmentation", "Pictures");
            foreach (var score in stressed.Robustness)
            {
                table.AddRow(
                    new Text(score.View), new Text(CommandOutput.Share(score.Top1)),
                    new Text(CommandOutput.Share(score.WithoutRecipe) + (score.RecipeHarms ? ": the recipe harms" : "")), new Text($"{score.Pictures}"));
            }

            parts.Add(table);
        }

        parts.AddRange(night.Reasons.Select(reason => new Text($"{reason.Code}: {reason.Text}")));
        parts.AddRange((night.Report?.Strategies ?? []).Select(trial => new Text(string.Create(
            CultureInfo.InvariantCulture,
            $"Tried {trial.Strategy}: {trial.Top1:P1} of the views of {trial.Photos} validation photos, {trial.Seconds:F0} s{(trial.Chosen ? ", chosen" : "")}"))));
        parts.AddRange((night.Report?.Notes ?? []).Select(note => new Text($"Note: {note}")));
        return new Rows(parts);
    }
}
