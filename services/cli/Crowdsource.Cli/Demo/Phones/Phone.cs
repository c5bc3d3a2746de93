using Crowdsource.Cli.Demo.Samples;
using Crowdsource.Client.Http;
using Crowdsource.Client.Models;
using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Cli.Demo.Phones;

/// <summary>A phone with an app that embeds the client SDK and listens on <c>stable</c>.</summary>
internal sealed class Phone : IDisposable
{
    private static readonly TimeSpan s_releasedWithin = TimeSpan.FromSeconds(30);

    private readonly DemoScene _scene;
    private readonly TimeProvider _clock;
    private readonly TunnelHandler _tunnel = new(new SocketsHttpHandler());
    private readonly HttpClient _http;
    private readonly ModelUpdater _updater;

    public Phone(DemoScene scene, string appToken, TimeProvider clock)
    {
        (_scene, _clock) = (scene, clock);
        _http = new HttpClient(_tunnel, disposeHandler: false) { BaseAddress = scene.Owner.Server };
        _updater = new ModelUpdater(_http, new ModelUpdaterOptions
        {
            Folder = scene.Folder.PhoneStorage,
            Campaign = new CampaignId(DemoScene.Campaign),
            AppToken = appToken,
            Retry = new RetryOptions { Seed = scene.Options.Seed },
        }, PictureFile.Decode, clock);
    }

    /// <summary>The version that is active.</summary>
    public int? Version => _updater.ActiveVersion;

    /// <summary>Of all files of the active bundle; null without one.</summary>
    public long? BundleBytes => _updater.ActiveFolder is { } folder
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : null;

    /// <summary>Looks for a newer model.</summary>
    /// <param name="expected">The version that should be active afterwards; null: none was released yet.</param>
    /// <param name="interrupt">Break the connection in the middle of the download.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task Update(int? expected, bool interrupt, CancellationToken cancellation)
    {
        if (interrupt)
        {
            _tunnel.Arm();
        }

        var outcome = await UpdateTo(expected, cancellation);
        _scene.Say(outcome switch
        {
            UpdateOutcome.Activated now => $"The phone fetched {now.DownloadedBytes / 1e6:N1} MB ({now.Resumed} times after an interruption), "
                + $"checked hashes and golden examples, and uses version {now.Version}.",
            UpdateOutcome.UpToDate same => $"The phone keeps version {same.Version}.",
            UpdateOutcome.NothingOffered => "The phone finds no model.",
            UpdateOutcome.NotShipped missing => $"The phone keeps its model: version {missing.Version} has no {missing.Artifact}.",
            UpdateOutcome.Refused refused => $"The phone refuses version {refused.Version}: {refused.Code}, {refused.Detail}",
            UpdateOutcome.Unreachable unreachable => $"The phone got no model: {unreachable.Detail}",
            _ => $"The phone: {outcome}",
        });
        _scene.Check(Version == expected, $"the phone uses {Name(Version)} instead of {Name(expected)}: {outcome}");
        if (interrupt && outcome is UpdateOutcome.Activated)
        {
            _scene.Check(_tunnel is { Broke: true, Resumed: true }, "the interrupted download did not go on from where it stopped");
        }
    }

    /// <summary>A promoted version is released a moment after its night has ended: until then the phone looks again and again.</summary>
    private async Task<UpdateOutcome> UpdateTo(int? expected, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var started = _clock.GetTimestamp();
        while (true)
        {
            var outcome = await _updater.Update(cancellation);
            var early = outcome is UpdateOutcome.NothingOffered or UpdateOutcome.UpToDate;
            if (!early || Version == expected || _clock.GetElapsedTime(started) > s_releasedWithin)
            {
                return outcome;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>The active model; null: there is none. The caller disposes it.</summary>
    public Task<ModelRunner?> Open(CancellationToken cancellation) => _updater.Open(cancellation);

    /// <summary>Lays the active bundle where people look for it.</summary>
    public void CopyBundle(string target)
    {
        if (_updater.ActiveFolder is not { } folder)
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _tunnel.Dispose();
    }

    private static string Name(int? version) => version is { } number ? $"version {number}" : "no model";
}
