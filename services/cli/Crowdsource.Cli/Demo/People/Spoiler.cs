using Crowdsource.Domain.Nights;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Reviews;

namespace Crowdsource.Cli.Demo.People;

/// <summary>On copies of the campaign a careless curator accepts all new photos under wrong labels. The gate must refuse what comes of it.</summary>
internal sealed class Spoiler(DemoScene scene, Curator curator, NightShift nights)
{
    /// <param name="labels">Of the campaign, in order.</param>
    /// <param name="cancellation">Stops between two requests.</param>
    public async Task Try(IReadOnlyList<string> labels, CancellationToken cancellation)
    {
        var next = labels.Zip([.. labels.Skip(1), labels[0]]).ToDictionary(pair => pair.First, pair => pair.Second);
        await Try("demo-shifted", "New labels shifted by one", item => next[item.Label], cancellation);

        var random = new Random(scene.Options.Seed);
        await Try("demo-random", "New labels at random", item =>
        {
            var others = labels.Where(label => label != item.Label).ToArray();
            return others[random.Next(others.Length)];
        }, cancellation);
    }

    private async Task Try(string copy, string name, Func<ReviewItem, string?> labelFor, CancellationToken cancellation)
    {
        await scene.Owner.Post<CopyCampaignRequest, CampaignResponse>($"{DemoScene.PathOf()}/copies", new CopyCampaignRequest(copy, name), cancellation);
        await curator.Review(copy, labelFor, cancellation);
        var night = await nights.Run(copy, cancellation);
        scene.Check(
            night.Phase == NightPhase.Refused,
            $"a night of '{copy}', whose new labels are all wrong, ended {night.Phase.ToString().ToLowerInvariant()} instead of refused");
    }
}
