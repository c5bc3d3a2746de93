using System.Security.Cryptography;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Hosts;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Hosting;

/// <summary>
/// Gives the first start an owner: makes a key, prints it once, and keeps only its hash. A start that is to write the key to a file and
/// finds none there makes a further one: whoever chooses the file has the data anyway, and may have lost the key.
/// </summary>
internal sealed partial class OwnerKey(
    ICatalogue catalogue, Turns turns, IGrainFactory grains, TimeProvider clock, IOptions<CrowdsourceOptions> options, IHostApplicationLifetime lifetime,
    ILogger<OwnerKey> log)
    : BackgroundService
{
    private const string Turn = "owner-key";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Started(stoppingToken);
            using var timer = new PeriodicTimer(s_pause, clock);
            while (!await TryProvide(stoppingToken))
            {
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops before it had an owner; the next start makes one.
        }
    }

    /// <summary>True when there is an owner.</summary>
    private async Task<bool> TryProvide(CancellationToken cancellationToken)
    {
        try
        {
            if (await HasOwner(cancellationToken))
            {
                return true;
            }

            // Of hosts that make their first start together, one makes the key.
            if (!await turns.Take(Turn, cancellationToken))
            {
                return false;
            }

            if (!await HasOwner(cancellationToken))
            {
                await Make(cancellationToken);
            }

            await turns.Leave(Turn, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
            return false;
        }
    }

    private async Task<bool> HasOwner(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await catalogue.Read(
            (db, token) => db.Set<TokenState>().AnyAsync(row => row.Scope == TokenScope.Owner && row.RevokedAt == null && (row.ExpiresAt == null || row.ExpiresAt > now), token),
            cancellationToken)
            && (options.Value.OwnerKeyFile is null || File.Exists(options.Value.OwnerKeyFile));
    }

    private async Task Make(CancellationToken cancellationToken)
    {
        var text = TokenText.Compose(TokenScope.Owner, RandomNumberGenerator.GetBytes(TokenText.RandomBytes));
        await grains.GetGrain<ITokenGrain>(TokenText.Hash(text)).Issue(TokenScope.Owner, "owner");
        if (options.Value.OwnerKeyFile is { } path)
        {
            await WritePrivately(path, text, cancellationToken);
        }

        // To the console and not to the log: logs are kept and copied.
        await Console.Out.WriteLineAsync($"{Environment.NewLine}  Owner key (shown this once, keep it safe): {text}{Environment.NewLine}");
    }

    private async Task Started(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    private static async Task WritePrivately(string path, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Whole or not there: somebody may be waiting for it.
        var unfinished = path + ".new";
        await using (var file = new FileStream(unfinished, options))
        await using (var writer = new StreamWriter(file))
        {
            await writer.WriteLineAsync(text.AsMemory(), cancellationToken);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    [LoggerMessage(LogLevel.Error, "Whether there is an owner is not known; looking again shortly.")]
    private partial void LogFailed(Exception exception);
}
