using Crowdsource.Client.Http;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Models;
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
    private readonly ForeignEngine? _engine;
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
    /// <param name="engine">Runs golden examples of artifacts that are not of ONNX; without it they are activated when all hashes are right.</param>
    public ModelUpdater(HttpClient http, ModelUpdaterOptions options, PictureDecoder decode, TimeProvider clock, ForeignEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!ArtifactId.IsKnown(options.Artifact))
        {
            throw new ArgumentException($"There are no files '{options.Artifact}'.", nameof(options));
        }

        _engine = engine;
        _options = options;
        _decode = decode;
        _clock = clock;
        _folder = new ModelFolder(options.Folder);
        _sender = new RetryingSender(http, options.Retry, clock);
        _watcher = new ChannelWatcher(_sender, _folder, new ChannelId(options.Campaign, options.Channel), options.Artifact);
        _receipts = new ReceiptOutbox(_sender, _folder, options, clock);
    }

    /// <summary>The version that is active; null: none yet.</summary>
    public int? ActiveVersion => _folder.Active()?.Version;

    /// <summary>The folder of the active bundle; null: none yet.</summary>
    public string? ActiveFolder => _folder.Active() is { } active ? _folder.BundleFolder(active.Name) : null;

    /// <summary>Loads the active model; when it is damaged, the last good one, which is then active. The caller disposes it.</summary>
    /// <returns>Null when there is no usable model: <see cref="Update"/> brings one.</returns>
    /// <exception cref="NotSupportedException">The app's artifact is not of ONNX: its own engine loads it from <see cref="ActiveFolder"/>.</exception>
    public async Task<ModelRunner?> Open(CancellationToken cancellationToken)
    {
        if (!ModelRunner.Runs(_options.Artifact))
        {
            throw new NotSupportedException($"{_options.Artifact} is run by the app's own engine.");
        }

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

        return offered.Digest is { } digest
            ? await Consider(digest, offered.Version, cancellationToken)
            : new UpdateOutcome.NotShipped(offered.Version, _options.Artifact, offered.Withheld);
    }

    private async Task<UpdateOutcome> Consider(BlobDigest digest, int version, CancellationToken cancellationToken)
    {
        if (_folder.Refusal(digest) is { } refusal)
        {
            return new UpdateOutcome.Refused(refusal.Version, refusal.Code, refusal.Detail);
        }

        if (_folder.Active()?.Digest == digest.Value && await IsComplete(digest, cancellationToken))
        {
            return new UpdateOutcome.UpToDate(version);
        }

        try
        {
            return await Take(digest, version, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            return new UpdateOutcome.Unreachable(error.Message);
        }
        catch (InvalidBundleException error)
        {
            _folder.DropStaged(digest);
            if (error.Code != InvalidBundleException.Damaged)
            {
                await _folder.Refuse(digest, version, error.Code, error.Message, cancellationToken);
            }

            await _receipts.Add(ReceiptKind.Refused, version, $"{error.Code}: {error.Message}", cancellationToken);
            return new UpdateOutcome.Refused(version, error.Code, error.Message);
        }
    }

    private async Task<UpdateOutcome> Take(BlobDigest digest, int version, CancellationToken cancellationToken)
    {
        var active = _folder.Active();
        var download = new BundleDownload(_sender, _options.Retry, _clock);
        if (!await IsComplete(digest, cancellationToken))
        {
            var staging = _folder.StagingFolder(digest);
            await download.Fetch(digest, staging, active is null ? [] : [_folder.BundleFolder(active.Name)], cancellationToken);
            var bundle = await BundleReader.Read(staging, digest, cancellationToken);
            await _receipts.Add(ReceiptKind.Downloaded, version, detail: null, cancellationToken);
            Test(bundle, version, cancellationToken);
            _folder.Keep(digest);
        }

        // An active bundle that was damaged and repaired is not its own predecessor.
        var lastGood = active?.Digest == digest.Value ? active.LastGood : active;
        await _folder.Activate(
            new ActivePointer(digest.Value, version, lastGood is null ? null : lastGood with { LastGood = null }), cancellationToken);
        await _receipts.Add(ReceiptKind.Activated, version, detail: null, cancellationToken);
        _folder.Sweep(digest);
        return new UpdateOutcome.Activated(version, active?.Version, download.ReceivedBytes, download.Resumed);
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

    private void Test(Bundle bundle, int version, CancellationToken cancellationToken)
    {
        if (bundle.Manifest.Campaign != _options.Campaign.Value || bundle.Manifest.Version != version || bundle.Manifest.Artifact != _options.Artifact)
        {
            throw new InvalidBundleException(
                InvalidBundleException.Malformed,
                $"The bundle is {bundle.Manifest.Artifact} of {bundle.Manifest.Campaign} {bundle.Manifest.Version}, "
                + $"offered as {_options.Artifact} of {_options.Campaign} {version}.");
        }

        if (ModelRunner.Runs(_options.Artifact))
        {
            using var runner = ModelRunner.Load(bundle);
            GoldenCheck.Run(bundle, runner.Run, file => _decode(file), cancellationToken);
        }
        else if (_engine is not null)
        {
            GoldenCheck.Run(bundle, _engine(bundle), file => _decode(file), cancellationToken);
        }
    }
}
