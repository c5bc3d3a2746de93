using System.Net;
using System.Text.Json;
using Crowdsource.Cli.Demo.People;
using Crowdsource.Cli.Demo.Phones;
using Crowdsource.Cli.Demo.Plan;
using Crowdsource.Cli.Demo.Samples;
using Crowdsource.Cli.Demo.Server;
using Crowdsource.Cli.Demo.Summary;
using Crowdsource.Cli.Http;
using Crowdsource.Cli.Output;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Nights;
using Crowdsource.Protocol.Access;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Leaderboards;
using Crowdsource.Protocol.Operations;
using Spectre.Console;

namespace Crowdsource.Cli.Demo;

/// <summary>Walks the whole loop against a real host, from outside, over HTTP only.</summary>
internal sealed class DemoRun(DemoOptions options, CommandOutput output, TimeProvider clock)
{
    private static readonly TimeSpan s_ownerWithin = TimeSpan.FromSeconds(30);

    private readonly DemoFolder _folder = new(options.Out);

    /// <returns>0 when everything did what it says and nothing was lost, otherwise 1.</returns>
    public async Task<int> Run(CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        _folder.Clean();
        var photos = Photos();
        var holdout = Holdout();
        var plan = DemoPlan.Create(photos.Photos, options.Volunteers, options.Seed, clock.GetUtcNow());
        await using var host = await StartHost(cancellation);
        using var owner = await Owner(host.Address, cancellation);
        var scene = new DemoScene(options, plan, owner, output.People);
        scene.Say($"The server runs at {host.Address}; its log is {_folder.ServerLog}.");

        var campaign = await OpenCampaign(scene, photos.Labels, cancellation);
        using var curatorServer = new ServerConnection(host.Address, await Token(scene, TokenScope.Curator, cancellation));
        var curator = new Curator(scene, curatorServer);
        using var volunteers = await Volunteers.Register(scene, campaign.Consent, clock, cancellation);
        var nights = new NightShift(scene);
        using var phone = new Phone(scene, await Token(scene, TokenScope.App, cancellation), clock);

        await Upload(scene, volunteers, half: 1, cancellation);
        var accepted = await curator.Review(DemoScene.Campaign, _ => null, cancellation);
        await curator.PickHighlights(accepted, cancellation);
        var first = await nights.Run(DemoScene.Campaign, cancellation);
        if (first.Phase == NightPhase.Promoted)
        {
            await phone.Update(first.Version, interrupt: true, cancellation);
            await curator.LockAnchor(accepted, cancellation);
        }

        await Upload(scene, volunteers, half: 2, cancellation);
        if (first.Phase == NightPhase.Promoted)
        {
            await new Spoiler(scene, curator, nights).Try([.. campaign.Labels.Select(label => label.Name)], cancellation);
        }
        else
        {
            scene.Say("There is no version 1 that a gate could hold spoiled labels against, so that is not tried.");
        }

        await curator.Review(DemoScene.Campaign, _ => null, cancellation);
        var second = await nights.Run(DemoScene.Campaign, cancellation);
        await phone.Update(second.Version ?? first.Version, interrupt: phone.Version is null, cancellation);
        await SkipNight(scene, nights, cancellation);

        await File.WriteAllBytesAsync(
            _folder.Newsletter, await curatorServer.GetBytes($"{DemoScene.PathOf()}/newsletter/preview", cancellation), cancellation);
        if (phone.Version is { } used)
        {
            await curatorServer.Download($"{DemoScene.PathOf()}/models/{used}/card.html", _folder.ModelCard, cancellation);
        }

        var leaders = await owner.Get<LeaderboardResponse>($"{DemoScene.PathOf()}/leaderboard?period=all", cancellation);
        using var model = await phone.Open(cancellation);
        var field = await new FieldTest(scene).Run(model, photos, holdout, first.Version == phone.Version ? first : second, cancellation);
        phone.CopyBundle(_folder.Phone);
        var counts = await new Reckoning(scene, volunteers).Count(cancellation);

        var summary = new DemoSummary(
            counts, nights.Nights, field.WithoutAugmentation, field.Phone, new UpdateSummary(phone.BundleBytes),
            await new ArtifactReview(curatorServer).Run(second.Version ?? first.Version, second.Version is null ? null : first.Version, cancellation),
            [.. leaders.Entries.Select(leader => new LeaderSummary(leader.Pseudonym, leader.Points))],
            Math.Round(clock.GetElapsedTime(started).TotalSeconds, 1),
            host.PeakMemoryBytes);
        await File.WriteAllTextAsync(
            _folder.Summary, JsonSerializer.Serialize(summary, DemoJsonContext.Default.DemoSummary) + "\n", cancellation);
        output.Show(summary, DemoJsonContext.Default.DemoSummary, DemoPicture.Of);
        return Verdict(scene);
    }

    private PhotoFolder Photos()
    {
        if (options.Photos is { } folder)
        {
            return PhotoFolder.Read(folder);
        }

        output.People.WriteLine("No --photos: sample photos are rendered.");
        SamplePhotos.Write(_folder.Samples, SamplePhotos.PerLabel, options.Seed);
        return PhotoFolder.Read(_folder.Samples);
    }

    private PhotoFolder Holdout()
    {
        if (options.Holdout is { } folder)
        {
            return PhotoFolder.Read(folder);
        }

        if (options.Photos is not null)
        {
            return new PhotoFolder([], 0);
        }

        // Another seed: other specimens, other places, other light.
        SamplePhotos.Write(_folder.HeldOutSamples, SamplePhotos.HeldOutPerLabel, options.Seed + 1_000_003);
        return PhotoFolder.Read(_folder.HeldOutSamples);
    }

    private Task<HostProcess> StartHost(CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string>
        {
            ["Crowdsource__OwnerKeyFile"] = _folder.OwnerKey,
            // Weeks of many volunteers in one day of a few.
            ["Crowdsource__Quotas__New"] = "10000",
        };
        if (options.Weights is { } weights)
        {
            settings["Crowdsource__WeightsFile"] = weights;
        }

        return HostProcess.Start(options.Host, _folder.Data, settings, _folder.ServerLog, cancellation);
    }

    /// <summary>The server listens a moment before its first start has made an owner.</summary>
    private async Task<ServerConnection> Owner(Uri server, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var started = clock.GetTimestamp(); clock.GetElapsedTime(started) < s_ownerWithin; await timer.WaitForNextTickAsync(cancellation))
        {
            var key = File.Exists(_folder.OwnerKey) ? await File.ReadAllTextAsync(_folder.OwnerKey, cancellation) : "";
            if (!key.EndsWith('\n'))
            {
                continue;
            }

            var owner = new ServerConnection(server, key.Trim());
            try
            {
                await owner.Get<WorkResponse>($"{DemoScene.Api}/operations/work", cancellation);
                return owner;
            }
            catch (ServerRefusedException refused) when (refused.Status == HttpStatusCode.Unauthorized)
            {
                owner.Dispose();
            }
        }

        throw new CliException($"The server made no owner within {s_ownerWithin.TotalSeconds:N0} seconds. {_folder.ServerLog} says why.");
    }

    private static Task<CampaignResponse> OpenCampaign(DemoScene scene, IReadOnlyList<string> labels, CancellationToken cancellation) =>
        scene.Owner.Post<CreateCampaignRequest, CampaignResponse>($"{DemoScene.Api}/campaigns", new CreateCampaignRequest(
            DemoScene.Campaign,
            "Demo",
            [.. labels.Select(label => new NewLabelRequest(label))],
            "My photos may be used to train and test this campaign's model, and I may take them back at any time.",
            "CC-BY-4.0"), cancellation);

    private static async Task<string> Token(DemoScene scene, TokenScope scope, CancellationToken cancellation) =>
        (await scene.Owner.Post<IssueTokenRequest, IssuedToken>(
            $"{DemoScene.Api}/tokens", new IssueTokenRequest(scope, $"demo {scope}".ToLowerInvariant()), cancellation)).Token;

    private static async Task Upload(DemoScene scene, Volunteers volunteers, int half, CancellationToken cancellation)
    {
        await volunteers.Send([.. scene.Plan.Uploads.Where(upload => upload.Half == half)], half == 1 ? "First half" : "Second half", cancellation);
        var open = await Unprocessed(scene, cancellation);
        await scene.WithProgress($"The pipeline processes the last {open}", open, async task =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
            for (var left = open; left > 0; left = await Unprocessed(scene, cancellation))
            {
                task.Value = open - left;
                await timer.WaitForNextTickAsync(cancellation);
            }
        });
    }

    private static async Task<int> Unprocessed(DemoScene scene, CancellationToken cancellation)
    {
        var work = await scene.Owner.Get<WorkResponse>($"{DemoScene.Api}/operations/work", cancellation);
        if (work.DeadLetters.Count > 0)
        {
            throw new CliException($"The server gave up on work: {work.DeadLetters[0].Kind} {work.DeadLetters[0].Subject}: {work.DeadLetters[0].LastError}");
        }

        return work.Kinds.Where(kind => kind.Kind == "process-photo").Sum(kind => kind.Open + kind.Held + kind.Waiting);
    }

    private static async Task SkipNight(DemoScene scene, NightShift nights, CancellationToken cancellation)
    {
        var night = await nights.Run(DemoScene.Campaign, cancellation);
        scene.Check(
            night.Phase == NightPhase.Skipped && night.Reasons.Any(reason => reason.Code is "nothing-new" or "too-few-photos"),
            $"a night without anything new ended {night.Phase.ToString().ToLowerInvariant()} instead of skipped with its reason");
    }

    private int Verdict(DemoScene scene)
    {
        foreach (var complaint in scene.Complaints)
        {
            output.People.MarkupLineInterpolated($"[red]Not as it should be: {complaint}[/]");
        }

        output.People.WriteLine($"Written to {options.Out}: {string.Join(", ", ((string[])[_folder.Summary, _folder.Newsletter, _folder.ModelCard, _folder.Phone, _folder.ServerLog]).Select(Path.GetFileName))}.");
        return scene.Complaints.Count == 0 ? 0 : 1;
    }
}
