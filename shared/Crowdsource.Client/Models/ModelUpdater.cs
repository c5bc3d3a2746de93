using Crowdsource.Client.Http;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Releases;
using Crowdsource.Updates.Bundles;
using Crowdsource.Updates.Golden;

namespace Crowdsource.Client.Models;

/// <summary>
/// Keeps an app's model up to date. A bundle becomes active when all of it is on disk, every hash is right and every golden example is
/// answered as where it was made; until then, and whenever anything fails, the model that was active stays.
/// </summary>
public sealed class ModelUpdater
{
    private readonly ModelUpdaterOptions _options;
    private readonly PictureDecoder _decode;
    private readonly TimeProvider _clock;
    private readonly ModelFolder _folder;
    private readonly RetryingSender _sender;
    private readonly ChannelWatcher _watcher;
    private readonly ReceiptOutbox _receipts;

    /// <summary>Opens or creates the folder of models.</summary>
    /// <param name="http">Its base address is the server's.</param>
    /// <param name="options">Which models, and where they are kept.</param>
    /// <param name="decode">How the app decodes pictures: golden examples go the same way as its photos.</param>
    /// <param name="clock">For waits and ids.</param>
    public ModelUpdater(HttpClient http, ModelUpdaterOptions options, PictureDecoder decode, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _decode = decode;
        _clock = clock;
        _folder = new ModelFolder(options.Folder);
        _sender = new RetryingSender(http, options.Retry, clock);
        _watcher = new ChannelWatcher(_sender, _folder, new ChannelId(options.Campaign, options.Channel));
        _receipts = new ReceiptOutbox(_sender, _folder, options, clock);
    }

    /// <summary>The version that is active; null: none yet.</summary>
    public int? ActiveVersion => _folder.Active()?.Version;

    /// <summary>The folder of the active bundle; null: none yet.</summary>
    public string? ActiveFolder => _folder.Active() is { } active ? _folder.BundleFolder(active.Name) : null;

    /// <summary>Loads the active model; when it is damaged, the last good one, which is then active. The caller disposes it.</summary>
    /// <returns>Null when there is no usable model: <see cref="Update"/> brings one.</returns>
    public async Task<ModelRunner?> Open(CancellationToken cancellationToken)
    {
        for (var active = _folder.Active(); active is not null; active = active.LastGood)
        {
            try
            {
                var runner = ModelRunner.Load(await BundleReader.Read(_folder.BundleFolder(active.Name), active.Name, cancellationToken));
                if (active.Digest != _folder.Active()?.Digest)
                {
                    await _folder.Activate(active, cancellationToken);
                }

                return runner;
            }
            catch (InvalidBundleException)
            {
                // Damaged on this disk: the one before, or none.
            }
        }

        return null;
    }

    /// <summary>Looks for another model and activates it. To be called when the app starts and every few hours.</summary>
    public async Task<UpdateOutcome> Update(CancellationToken cancellationToken)
    {
        using var held = _folder.TryLock();
        if (held is null)
        {
            return new UpdateOutcome.Busy();
        }

        var outcome = await Look(cancellationToken);
        if (outcome is not UpdateOutcome.Unreachable)
        {
            await _receipts.Send(cancellationToken);
        }

        return outcome;
    }

    /// <summary>Goes back to the last good model, because the active one turned out to be bad in the field; it is not fetched again.</summary>
    /// <param name="reason">For the people who made the model; nothing personal.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version that is active now; null: there was none to go back to, and none is active.</returns>
    public async Task<int?> RollBack(string reason, CancellationToken cancellationToken)
    {
        using var held = _folder.TryLock() ?? throw new InvalidOperationException("An update is running.");
        if (_folder.Active() is not { } bad)
        {
            return null;
        }

        // Refused first: after dying in between, the bad one is active but known to be bad, and the app can roll back again.
        await _folder.Refuse(bad.Name, bad.Version, "rolled-back", reason, cancellationToken);
        if (bad.LastGood is { } good)
        {
            await _folder.Activate(good, cancellationToken);
        }
        else
        {
            _folder.Deactivate();
        }

        await _receipts.Add(ReceiptKind.RolledBack, bad.Version, reason, cancellationToken);
        await _receipts.Send(cancellationToken);
        return bad.LastGood?.Version;
    }

    private async Task<UpdateOutcome> Look(CancellationToken cancellationToken)
    {
        OfferedBundle? offered;
        try
        {
            offered = await _watcher.Ask(cancellationToken);
        }
        catch (HttpRequestException error)
        {
            return new UpdateOutcome.Unreachable(error.Message);
        }

        _folder.Sweep(offered?.Digest);
        if (offered is null)
        {
            return new UpdateOutcome.NothingOffered();
        }

        if (_folder.Refusal(offered.Digest) is { } refusal)
        {
            return new UpdateOutcome.Refused(refusal.Version, refusal.Code, refusal.Detail);
        }

        if (_folder.Active()?.Digest == offered.Digest.Value && await IsComplete(offered.Digest, cancellationToken))
        {
            return new UpdateOutcome.UpToDate(offered.Version);
        }

        try
        {
            return await Take(offered, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            return new UpdateOutcome.Unreachable(error.Message);
        }
        catch (InvalidBundleException error)
        {
            _folder.DropStaged(offered.Digest);
            if (error.Code != InvalidBundleException.Damaged)
            {
                await _folder.Refuse(offered.Digest, offered.Version, error.Code, error.Message, cancellationToken);
            }

            await _receipts.Add(ReceiptKind.Refused, offered.Version, $"{error.Code}: {error.Message}", cancellationToken);
            return new UpdateOutcome.Refused(offered.Version, error.Code, error.Message);
        }
    }

    private async Task<UpdateOutcome> Take(OfferedBundle offered, CancellationToken cancellationToken)
    {
        var active = _folder.Active();
        var download = new BundleDownload(_sender, _options.Retry, _clock);
        if (!await IsComplete(offered.Digest, cancellationToken))
        {
            var staging = _folder.StagingFolder(offered.Digest);
            await download.Fetch(offered.Digest, staging, active is null ? [] : [_folder.BundleFolder(active.Name)], cancellationToken);
            var bundle = await BundleReader.Read(staging, offered.Digest, cancellationToken);
            await _receipts.Add(ReceiptKind.Downloaded, offered.Version, detail: null, cancellationToken);
            Test(bundle, offered, cancellationToken);
            _folder.Keep(offered.Digest);
        }

        // An active bundle that was damaged and repaired is not its own predecessor.
        var lastGood = active?.Digest == offered.Digest.Value ? active.LastGood : active;
        await _folder.Activate(
            new ActivePointer(offered.Digest.Value, offered.Version, lastGood is null ? null : lastGood with { LastGood = null }), cancellationToken);
        await _receipts.Add(ReceiptKind.Activated, offered.Version, detail: null, cancellationToken);
        _folder.Sweep(offered.Digest);
        return new UpdateOutcome.Activated(offered.Version, active?.Version, download.ReceivedBytes, download.Resumed);
    }

    /// <summary>Whether the bundle lies here undamaged: the active or last good one, or one that passed when the app died.</summary>
    private async Task<bool> IsComplete(BlobDigest digest, CancellationToken cancellationToken)
    {
        var folder = _folder.BundleFolder(digest);
        if (!Directory.Exists(folder))
        {
            return false;
        }

        try
        {
            await BundleReader.Read(folder, digest, cancellationToken);
            return true;
        }
        catch (InvalidBundleException)
        {
            _folder.DropBundle(digest);
            return false;
        }
    }

    private void Test(Bundle bundle, OfferedBundle offered, CancellationToken cancellationToken)
    {
        if (bundle.Manifest.Campaign != _options.Campaign.Value || bundle.Manifest.Version != offered.Version)
        {
            throw new InvalidBundleException(
                InvalidBundleException.Malformed,
                $"The bundle is of {bundle.Manifest.Campaign} {bundle.Manifest.Version}, offered as {_options.Campaign} {offered.Version}.");
        }

        using var runner = ModelRunner.Load(bundle);
        GoldenCheck.Run(bundle, runner.Run, file => _decode(file), cancellationToken);
    }
}
