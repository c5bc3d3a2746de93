using System.CommandLine;
using System.Globalization;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Crowdsource.Protocol.Campaigns;

namespace Crowdsource.Cli.Commands;

/// <summary>Labels between two nights. Each command reads the campaign and changes what it read: nobody else's change is lost.</summary>
internal static class LabelCommands
{
    private static readonly Argument<string> s_label = new("label") { Description = "The label's name, or its id." };
    private static readonly Argument<string?> s_optional = new("label")
    {
        Description = "The label's name, or its id.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string> s_name = new("name") { Description = "The new name." };
    private static readonly Argument<string> s_into = new("into") { Description = "The label as which its photos count, by name or id." };
    private static readonly Option<string?> s_guidance = new("--guidance") { Description = "How to photograph it." };
    private static readonly Option<int> s_target = new("--target")
    {
        Description = "How many accepted photos are wanted.",
        DefaultValueFactory = _ => 200,
    };

    public static Command Create() => new("label", "What a campaign's model tells apart.")
    {
        CommandLine.ServerCommand("add", "Ask for photos of something else, too (owner).", Add, CampaignCommands.Campaign, s_name, s_guidance, s_target),
        CommandLine.ServerCommand("rename", "Give a label another name (owner).", Rename, CampaignCommands.Campaign, s_label, s_name),
        CommandLine.ServerCommand(
            "none-of-these", "Let a label stand for everything else, in the place of the one that did; without a label none does (owner).", NoneOfThese,
            CampaignCommands.Campaign, s_optional),
        CommandLine.ServerCommand(
            "merge", "Count a label's photos as another's; 'restore' undoes it (owner).",
            (parsed, server, output, cancellation) => Act(parsed, server, output, "merge", cancellation),
            CampaignCommands.Campaign, s_label, s_into),
        CommandLine.ServerCommand(
            "retire", "Take no more photos of a label, and let the next model forget it; 'restore' undoes it (owner).",
            (parsed, server, output, cancellation) => Act(parsed, server, output, "retire", cancellation),
            CampaignCommands.Campaign, s_label),
        CommandLine.ServerCommand(
            "restore", "Let a merged or retired label stand for itself again (owner).",
            (parsed, server, output, cancellation) => Act(parsed, server, output, "restore", cancellation),
            CampaignCommands.Campaign, s_label),
    };

    private static Task Add(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation)
    {
        var label = new EditLabelRequest(parsed.GetRequiredValue(s_name), Id: null, parsed.GetValue(s_guidance), parsed.GetValue(s_target));
        return CampaignCommands.Edit(parsed, server, output, campaign => campaign with { Labels = [.. campaign.Labels, label] }, cancellation);
    }

    private static Task Rename(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation) =>
        CampaignCommands.Edit(parsed, server, output, campaign =>
        {
            var id = Find(campaign.Labels.Select(label => (label.Id!.Value, label.Name)), parsed.GetRequiredValue(s_label));
            return campaign with
            {
                Labels = [.. campaign.Labels.Select(label => label.Id == id ? label with { Name = parsed.GetRequiredValue(s_name) } : label)],
            };
        }, cancellation);

    private static Task NoneOfThese(ParseResult parsed, ServerConnection server, CommandOutput output, CancellationToken cancellation) =>
        CampaignCommands.Edit(parsed, server, output, campaign =>
        {
            int? id = parsed.GetValue(s_optional) is { } label ? Find(campaign.Labels.Select(known => (known.Id!.Value, known.Name)), label) : null;
            return campaign with { Labels = [.. campaign.Labels.Select(known => known with { NoneOfThese = known.Id == id })] };
        }, cancellation);

    private static async Task Act(ParseResult parsed, ServerConnection server, CommandOutput output, string how, CancellationToken cancellation)
    {
        var (campaign, tag) = await server.GetTagged<CampaignResponse>(Path(parsed), cancellation);
        var request = how == "merge" ? new MergeLabelRequest(Find(campaign, parsed.GetRequiredValue(s_into))) : null;
        var path = $"{Path(parsed)}/labels/{Find(campaign, parsed.GetRequiredValue(s_label))}/{how}";
        output.Show(
            await server.Change<MergeLabelRequest, CampaignResponse>(HttpMethod.Post, path, request, tag, cancellation),
            CampaignCommands.Picture);
    }

    private static int Find(CampaignResponse campaign, string label) => Find(
        campaign.Labels.Select(known => (known.Id, known.Name)).Concat(campaign.FormerLabels.Select(known => (known.Id, known.Name))), label);

    /// <summary>The first that is called so; a number is an id where none is.</summary>
    private static int Find(IEnumerable<(int Id, string Name)> labels, string label)
    {
        var all = labels.ToList();
        var found = all.Where(known => known.Name == label)
            .Concat(int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? all.Where(known => known.Id == id) : [])
            .Select(known => (int?)known.Id)
            .FirstOrDefault();
        return found ?? throw new CliException($"The campaign has no such label: '{label}'. 'crowdsource campaign show' lists them.");
    }

    private static string Path(ParseResult parsed) =>
        $"/api/v1/campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(CampaignCommands.Campaign))}";
}
