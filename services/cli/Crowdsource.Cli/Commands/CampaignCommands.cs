using System.CommandLine;
using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Spectre.Console;

namespace Crowdsource.Cli.Commands;

internal static class CampaignCommands
{
    public static readonly Argument<string> Campaign = new("campaign") { Description = "The campaign's id." };

    private static readonly Option<string> s_name = new("--name") { Description = "For people; the id when left out." };
    private static readonly Option<string[]> s_labels = new("--label")
    {
        Description = "A label; give one option per label, at least two.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> s_noneOfThese = new("--none-of-these")
    {
        Description = "A label for everything else: where the model answers it, apps show that nothing was recognised.",
    };

    private static readonly Option<string?> s_labelsFrom = new("--labels-from") { Description = "A folder with one folder per label." };
    private static readonly Option<string> s_consent = new("--consent")
    {
        Description = "What volunteers agree to.",
        DefaultValueFactory = _ => "My photos may be used to train and test this campaign's model.",
    };

    private static readonly Option<string> s_licence = new("--licence")
    {
        Description = "SPDX identifier under which the photos are used.",
        DefaultValueFactory = _ => "CC-BY-4.0",
    };

    private static readonly Option<string?> s_at = new("--night-at") { Description = "Local time at which nights start by themselves, HH:mm." };
    private static readonly Option<string> s_timeZone = new("--time-zone")
    {
        Description = "IANA time zone of --night-at.",
        DefaultValueFactory = _ => "UTC",
    };

    private static readonly Argument<TrainingStrategy> s_strategy = new("strategy")
    {
        Description = "auto (what does best on validation photos), linear-head, tail-tuning, full-fine-tuning or from-scratch.",
        CustomParser = argument =>
        {
            var word = argument.Tokens[0].Value;
            if (Enum.GetNames<TrainingStrategy>().FirstOrDefault(name => name.Equals(word.Replace("-", ""), StringComparison.OrdinalIgnoreCase)) is { } name)
            {
                return Enum.Parse<TrainingStrategy>(name);
            }

            argument.AddError($"A strategy is auto, linear-head, tail-tuning, full-fine-tuning or from-scratch, not '{word}'.");
            return default;
        },
    };

    public static Command Create() => new("campaign", "Classifiers being built.")
    {
        CommandLine.ServerCommand("create", "Open a campaign (owner).", CreateCampaign,
            Campaign, s_name, s_labels, s_noneOfThese, s_labelsFrom, s_consent, s_licence, s_at, s_timeZone),
        CommandLine.ServerCommand("list", "All campaigns.", List),
        CommandLine.ServerCommand("show", "One campaign with its labels.", Show, Campaign),
        CommandLine.ServerCommand("strategy", "Say how nights train (owner).", SetStrategy, Campaign, s_strategy),
        LabelCommands.Create(),
    };

    private static async Task CreateCampaign(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var id = parsed.GetRequiredValue(Campaign);
        var labels = parsed.GetValue(s_labelsFrom) is { } folder ? PhotoFolder.Read(folder).Labels : parsed.GetValue(s_labels) ?? [];
        var none = parsed.GetValue(s_noneOfThese);
        if (none is not null && !labels.Contains(none))
        {
            labels = [.. labels, none];
        }

        var request = new CreateCampaignRequest(
            id,
            parsed.GetValue(s_name) ?? id,
            [.. labels.Select(label => new NewLabelRequest(label, NoneOfThese: label == none))],
            parsed.GetRequiredValue(s_consent),
            parsed.GetRequiredValue(s_licence),
            parsed.GetValue(s_at) is { } at ? new ScheduleDocument(at, parsed.GetRequiredValue(s_timeZone)) : null);
        output.Show(await server.Post<CreateCampaignRequest, CampaignResponse>("/api/v1/campaigns", request, cancellation), Picture);
    }

    private static async Task List(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var campaigns = await server.List<CampaignSummary>("/api/v1/campaigns", cancellation).ToListAsync(cancellation);
        output.Show(new Page<CampaignSummary>(campaigns, null), page =>
        {
            var table = CommandOutput.Table("Campaign", "Name", "Labels", "Copy of");
            foreach (var campaign in page.Items)
            {
                table.AddRow(
                    new Text(campaign.Id), new Text(campaign.Name), new Text($"{campaign.Labels}"), new Text(campaign.CopyOf ?? "–"));
            }

            return table;
        });
    }

    private static async Task Show(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation) =>
        output.Show(await server.Get<CampaignResponse>($"/api/v1/campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(Campaign))}", cancellation), Picture);

    private static Task SetStrategy(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation) =>
        Edit(parsed, server, output, campaign => campaign with { Strategy = parsed.GetRequiredValue(s_strategy) }, cancellation);

    /// <summary>Reads the campaign and stores what <paramref name="edit"/> makes of it, unless somebody else changed it in between.</summary>
    public static async Task Edit(
        ParseResult parsed, ServerConnection server, CommandOutput output, Func<EditCampaignRequest, EditCampaignRequest> edit, CancellationToken cancellation)
    {
        var path = $"/api/v1/campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(Campaign))}";
        var (campaign, tag) = await server.GetTagged<CampaignResponse>(path, cancellation);
        var same = new EditCampaignRequest(
            campaign.Name,
            [.. campaign.Labels.Select(label => new EditLabelRequest(label.Name, label.Id, label.Guidance, label.Target, label.NoneOfThese))],
            campaign.Consent.Text,
            campaign.Consent.Licence,
            campaign.Schedule,
            campaign.AsksLocation,
            campaign.Strategy);
        output.Show(await server.Change<EditCampaignRequest, CampaignResponse>(HttpMethod.Put, path, edit(same), tag, cancellation), Picture);
    }

    public static Rows Picture(CampaignResponse campaign)
    {
        var labels = CommandOutput.Table("Id", "Label", "Target", "Guidance");
        foreach (var label in campaign.Labels)
        {
            labels.AddRow(new Text($"{label.Id}"), new Text(label.NoneOfThese ? $"{label.Name} (none of these)" : label.Name), new Text($"{label.Target}"),
                new Text(label.Guidance ?? "–"));
        }

        foreach (var label in campaign.FormerLabels)
        {
            var fate = label.MergedInto is { } into ? $"counts as label {into}" : "retired";
            labels.AddRow(new Text($"{label.Id}"), new Text(label.Name), new Text("–"), new Text(fate));
        }

        return new Rows(
            CommandOutput.Facts(
                ("Campaign", campaign.Id),
                ("Name", campaign.Name),
                ("Copy of", campaign.CopyOf),
                ("Licence", campaign.Consent.Licence),
                ("Consent", $"version {campaign.Consent.Version}: {campaign.Consent.Text}"),
                ("Nights", campaign.Schedule is { } schedule ? $"at {schedule.At} {schedule.TimeZone}" : "started by hand"),
                ("Strategy", $"{campaign.Strategy}"),
                ("Last night", campaign.LastNight == 0 ? "none yet" : $"{campaign.LastNight}")),
            labels);
    }
}
