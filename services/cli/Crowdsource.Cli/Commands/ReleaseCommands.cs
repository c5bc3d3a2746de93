using System.CommandLine;
using Crowdsource.Cli.Output;
using Crowdsource.Protocol.Releases;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

/// <summary>What the phones of a channel are offered. Nights release by themselves; people step in here.</summary>
internal static class ReleaseCommands
{
    private static readonly Argument<int> s_version = new("version") { Description = "The model version, from 1 up." };
    private static readonly Option<string> s_channel = new("--channel") { Description = "Which phones.", DefaultValueFactory = _ => "stable" };
    private static readonly Option<double> s_share = new("--share")
    {
        Description = "Share of the devices that get it, 0.0001 to 1; the others keep what all get.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create() => new("release", "What phones are offered.")
    {
        CommandLine.ServerCommand("show", "What a channel offers, and what it offered.", async (parsed, server, output, cancellation) =>
            output.Show(await server.Get<ChannelResponse>(Path(parsed), cancellation), Picture),
            CampaignCommands.Campaign, s_channel),
        CommandLine.ServerCommand("offer", "Offer a version, to all devices or to a share of them (owner).", async (parsed, server, output, cancellation) =>
            output.Show(
                await server.Put<ReleaseRequest, ChannelResponse>(
                    $"{Path(parsed)}/release", new ReleaseRequest(parsed.GetRequiredValue(s_version), parsed.GetValue(s_share)), cancellation),
                Picture),
            CampaignCommands.Campaign, s_version, s_channel, s_share),
        CommandLine.ServerCommand("withdraw", "Stop offering a version: phones go back to the one before (owner).", async (parsed, server, output, cancellation) =>
            output.Show(
                await server.Send<ChannelResponse>(HttpMethod.Delete, $"{Path(parsed)}/release?version={parsed.GetRequiredValue(s_version)}", null, cancellation),
                Picture),
            CampaignCommands.Campaign, s_version, s_channel),
    };

    private static string Path(ParseResult parsed) =>
        $"/api/v1/campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(CampaignCommands.Campaign))}/channels/{Uri.EscapeDataString(parsed.GetRequiredValue(s_channel))}";

    private static Rows Picture(ChannelResponse channel)
    {
        var history = CommandOutput.Table("When", "Version", "What", "By");
        foreach (var happened in channel.History)
        {
            history.AddRow(
                new Text($"{happened.At:u}"), new Text($"{happened.Version}"),
                new Text(happened.Share is { } share ? $"{happened.Event} on {share:0.##%}" : happened.Event), new Text(happened.By));
        }

        return new Rows(
            CommandOutput.Facts(
                ("Channel", $"{channel.Name} of {channel.Campaign}"),
                ("Offered to all", channel.Current is { } current ? $"version {current.Version} since {current.At:u}" : "nothing"),
                ("Tried", channel.Trial is { } trial ? $"version {trial.Version} by {trial.Share:0.##%} of the devices since {trial.At:u}" : null),
                ("Withdrawn", channel.Withdrawn.Count > 0 ? string.Join(", ", channel.Withdrawn) : null)),
            history);
    }
}
