using System.Security.Cryptography;
using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Crowdsource.Hosting;

/// <summary>
/// Gives the first start an owner: makes a key, prints it once, and keeps only its hash. A start that is to write the key to a file and
/// finds none there makes a further one: whoever chooses the file has the data anyway, and may have lost the key.
/// </summary>
internal sealed class OwnerKey(
    ICatalogue catalogue, IGrainFactory grains, TimeProvider clock, IOptions<CrowdsourceOptions> options, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Started(stoppingToken);
            var now = clock.GetUtcNow();
            if (await catalogue.Read(
                (db, token) => db.Set<TokenState>().AnyAsync(row => row.Scope == TokenScope.Owner && row.RevokedAt == null && (row.ExpiresAt == null || row.ExpiresAt > now), token),
                stoppingToken)
                && (options.Value.OwnerKeyFile is null || File.Exists(options.Value.OwnerKeyFile)))
            {
                return;
            }

            var text = TokenText.Compose(TokenScope.Owner, RandomNumberGenerator.GetBytes(TokenText.RandomBytes));
            await grains.GetGrain<ITokenGrain>(TokenText.Hash(text)).Issue(TokenScope.Owner, "owner");
            if (options.Value.OwnerKeyFile is { } path)
            {
                await WritePrivately(path, text, stoppingToken);
            }

            // To the console and not to the log: logs are kept and copied.
            await Console.Out.WriteLineAsync($"{Environment.NewLine}  Owner key (shown this once, keep it safe): {text}{Environment.NewLine}");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops before it had an owner; the next start makes one.
        }
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
}
