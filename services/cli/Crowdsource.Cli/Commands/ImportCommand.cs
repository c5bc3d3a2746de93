using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using System.Net;
using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Import;
using Crowdsource.Cli.Output;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

internal static class ImportCommand
{
    private const int MostAttempts = 4;

    private static readonly Argument<string> s_folder = new("folder") { Description = "Holds one folder of photos per label, or is an unpacked dataset." };
    private static readonly Option<string> s_campaign = new("--campaign") { Description = "Where to send them.", Required = true };
    private static readonly Option<bool> s_agree = new("--agree")
    {
        Description = "Agree to the campaign's current consent text in the name of the token's volunteer.",
    };

    private static readonly Option<int> s_atOnce = new("--at-once")
    {
        Description = "How many photos to send at the same time, 1 to 32.",
        DefaultValueFactory = _ => 4,
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<int>() is < 1 or > 32)
                {
                    result.AddError("--at-once is 1 to 32.");
                }
            },
        },
    };

    public static Command Create() => CommandLine.ServerCommand(
        "import", "Send a folder of photos; can be run again after an interruption. Wants a volunteer's token ('crowdsource volunteer register').",
        Run, s_folder, s_campaign, s_agree, s_atOnce);

    private static async Task Run(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var folder = PhotoFolder.Read(parsed.GetRequiredValue(s_folder));
        var campaign = parsed.GetRequiredValue(s_campaign);
        var path = $"/api/v1/campaigns/{Uri.EscapeDataString(campaign)}";
        await CheckLabels(folder, server, path, cancellation);
        if (parsed.GetValue(s_agree))
        {
            var consent = (await server.Get<CampaignResponse>(path, cancellation)).Consent;
            await server.Put<ConsentRequest, ConsentResponse>($"{path}/consent", new ConsentRequest(consent.Version), cancellation);
        }

        var (sent, already) = (0, 0);
        var refused = new ConcurrentDictionary<string, string>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = parsed.GetValue(s_atOnce), CancellationToken = cancellation };
        await output.People.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask($"Sending {folder.Photos.Count} photos", maxValue: folder.Photos.Count);
                await Parallel.ForEachAsync(folder.Photos, parallel, async (photo, stop) =>
                {
                    try
                    {
                        var isNew = await Send(server, path, campaign, photo, stop);
                        _ = isNew ? Interlocked.Increment(ref sent) : Interlocked.Increment(ref already);
                    }
                    catch (ServerRefusedException problem) when (problem.Type == ProblemTypes.ConsentNeeded.Uri)
                    {
                        throw new CliException(
                            $"The volunteer has to agree to the consent text first: 'crowdsource campaign show {campaign}' shows it, --agree agrees.", problem);
                    }
                    catch (ServerRefusedException problem) when (problem.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                    {
                        refused[photo.Path] = problem.Message;
                    }

                    task.Increment(1);
                });
            });

        var report = new ImportReport(folder.Photos.Count, sent, already, refused, folder.Ignored);
        output.Show(report, CliJsonContext.Default.ImportReport, Picture);
        if (!refused.IsEmpty)
        {
            throw new CliException($"{refused.Count} photos were not taken. Run the same command again when the reasons are gone: what is there is not sent twice.");
        }
    }

    private static async Task CheckLabels(PhotoFolder folder, ServerConnection server, string path, CancellationToken cancellation)
    {
        var known = (await server.Get<CampaignResponse>(path, cancellation)).Labels.Select(label => label.Name).ToHashSet();
        var unknown = folder.Labels.Where(label => !known.Contains(label)).ToList();
        if (unknown.Count > 0)
        {
            throw new CliException(
                $"The campaign has no label {string.Join(", ", unknown.Select(label => $"'{label}'"))}. Rename or remove these folders; nothing was sent.");
        }
    }

    /// <returns>Whether the photo is new on the server.</returns>
    private static async Task<bool> Send(ServerConnection server, string path, string campaign, PhotoFile photo, CancellationToken cancellation)
    {
        var file = await File.ReadAllBytesAsync(photo.Path, cancellation);
        var id = PhotoId.Of(campaign, file);
        // Without metadata that can be trusted, the file's own time stands for when it was taken.
        var taken = (photo.CapturedAt ?? new DateTimeOffset(File.GetLastWriteTimeUtc(photo.Path))).ToString("O", CultureInfo.InvariantCulture);
        var target = $"{path}/submissions/{id}?label={Uri.EscapeDataString(photo.Label)}&capturedAt={Uri.EscapeDataString(taken)}";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await server.PutPhoto(target, file, cancellation) == HttpStatusCode.Created;
            }
            catch (ServerRefusedException busy) when (
                busy.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && attempt < MostAttempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellation);
            }
        }
    }

    private static Rows Picture(ImportReport report)
    {
        var refused = CommandOutput.Table("Not taken", "Why");
        foreach (var (file, why) in report.Refused)
        {
            refused.AddRow(new Text(file), new Text(why));
        }

        var facts = CommandOutput.Facts(
            ("Photos", $"{report.Photos}"),
            ("Sent", $"{report.Sent}"),
            ("Already there", $"{report.AlreadyThere}"),
            ("Other files, left alone", report.Ignored == 0 ? null : $"{report.Ignored}"));
        return report.Refused.Count == 0 ? new Rows(facts) : new Rows(facts, refused);
    }
}
