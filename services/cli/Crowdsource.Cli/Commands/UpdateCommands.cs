using System.CommandLine;
using Crowdsource.Cli.Demo.Samples;
using Crowdsource.Cli.Output;
using Crowdsource.Client.Http;
using Crowdsource.Client.Models;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol.Updates;
using Crowdsource.Updates;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

/// <summary>A phone on the command line.</summary>
internal static class UpdateCommands
{
    private static readonly Option<string> s_channel = new("--channel") { Description = "Where to listen.", DefaultValueFactory = _ => "stable" };
    private static readonly Option<string> s_artifact = new("--artifact")
    {
        Description = "Which of a version's files, such as onnx/fp32 or tflite/int8@160.",
        DefaultValueFactory = _ => ArtifactId.OnnxFp32,
    };

    private static readonly Option<string> s_folder = new("--folder") { Description = "Where the models are kept.", Required = true };

    public static Command Create() => new("update", "A phone on the command line: receives models.")
    {
        CommandLine.ServerCommand("check", "What a channel offers.", async (parsed, server, output, cancellation) =>
        {
            var path = UpdateProtocolV0.ChannelPath(new(Campaign(parsed), parsed.GetRequiredValue(s_channel)));
            output.Show(await server.Get<ChannelDocument>(path, cancellation), Picture);
        }, CampaignCommands.Campaign, s_channel),
        CommandLine.ServerCommand("get", "Fetch what a channel offers, check it, and activate it.", async (parsed, server, output, cancellation) =>
        {
            using var http = new HttpClient { BaseAddress = server.Server };
            var updater = new ModelUpdater(http, new ModelUpdaterOptions
            {
                Folder = Path.GetFullPath(parsed.GetRequiredValue(s_folder)),
                Campaign = Campaign(parsed),
                Channel = parsed.GetRequiredValue(s_channel),
                Artifact = Artifact(parsed),
                AppToken = parsed.GetValue(CommandLine.Token),
                Retry = new RetryOptions { Seed = Environment.ProcessId },
            }, PictureFile.Decode, TimeProvider.System);
            var report = Report(await updater.Update(cancellation), updater);
            output.Show(report, CliJsonContext.Default.UpdateReport, shown => new Text(shown.Sentence));
        }, CampaignCommands.Campaign, s_channel, s_artifact, s_folder),
    };

    private static CampaignId Campaign(ParseResult parsed) => CampaignId.IsValid(parsed.GetRequiredValue(CampaignCommands.Campaign))
        ? new CampaignId(parsed.GetRequiredValue(CampaignCommands.Campaign))
        : throw new CliException($"'{parsed.GetRequiredValue(CampaignCommands.Campaign)}' is no campaign id: it has lower-case letters, digits and hyphens.");

    private static string Artifact(ParseResult parsed) => ArtifactId.IsKnown(parsed.GetRequiredValue(s_artifact))
        ? parsed.GetRequiredValue(s_artifact)
        : throw new CliException($"There is no artifact '{parsed.GetRequiredValue(s_artifact)}'. Known: {string.Join(", ", ArtifactId.All)}.");

    private static UpdateReport Report(UpdateOutcome outcome, ModelUpdater updater)
    {
        var (name, sentence) = outcome switch
        {
            UpdateOutcome.Activated now =>
                ("activated", $"Version {now.Version} is active: {now.DownloadedBytes:N0} bytes fetched, resumed {now.Resumed} times."),
            UpdateOutcome.UpToDate same => ("upToDate", $"Version {same.Version} is active already."),
            UpdateOutcome.NothingOffered => ("nothingOffered", "The channel offers nothing."),
            UpdateOutcome.NotShipped missing => ("notShipped", missing.Withheld is { } code
                ? $"Version {missing.Version} withholds {missing.Artifact} ({code}): what was active stays."
                : $"Version {missing.Version} has no {missing.Artifact}: what was active stays."),
            UpdateOutcome.Refused refused => throw new CliException($"Version {refused.Version} must not be used here: {refused.Code}. {refused.Detail}"),
            UpdateOutcome.Unreachable unreachable => throw new CliException($"{unreachable.Detail} What was fetched is kept: try again."),
            _ => throw new CliException("Another update is running in this folder. Wait until it is done."),
        };
        return new UpdateReport(name, sentence, updater.ActiveVersion, updater.ActiveFolder);
    }

    private static Rows Picture(ChannelDocument channel)
    {
        var all = channel.Release is { } release ? Picture(release) : new Rows(new Text($"'{channel.Channel}' of '{channel.Campaign}' offers nothing to all."));
        return channel.Trial is { } trial ? new Rows(all, new Text($"{(double)trial.Share / Cohort.Places:0.##%} of the devices try:"), Picture(trial.Release)) : all;
    }

    private static Rows Picture(ReleaseDocument release)
    {
        var artifacts = CommandOutput.Table("Artifact", "Bytes", "Bundle");
        foreach (var artifact in release.Artifacts)
        {
            artifacts.AddRow(
                new Text(artifact.Artifact), new Text($"{artifact.Bundle?.Bytes:N0}"), new Text(artifact.Bundle?.Digest ?? $"withheld: {artifact.Withheld}"));
        }

        return new Rows(CommandOutput.Facts(("Version", $"{release.Version}"), ("Released", $"{release.ReleasedAt:u}")), artifacts);
    }
}
