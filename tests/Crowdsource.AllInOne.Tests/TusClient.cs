using System.Diagnostics;
using System.Text.Json;
using Crowdsource.Testing;

namespace Crowdsource.AllInOne.Tests;

/// <summary>npm's tus-js-client in a Node process of its own, which remembers uploads in a file.</summary>
internal sealed class TusClient(string store)
{
    private static readonly string s_script = Path.Combine(Golden.RepositoryRoot(), "tests/Crowdsource.AllInOne.Tests/Tus/upload.mjs");
    private static readonly string s_modules = Path.Combine(Golden.RepositoryRoot(), "artifacts/tus-client/node_modules");

    /// <summary>Uploads until it is done, fails, or kills itself.</summary>
    /// <param name="endpoint">Where uploads are created.</param>
    /// <param name="token">The volunteer's.</param>
    /// <param name="file">The photo.</param>
    /// <param name="metadata">What is said of it.</param>
    /// <param name="killAt">The process dies by SIGKILL when so many bytes are acknowledged; null: never.</param>
    /// <param name="onOffset">Told each acknowledged offset.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    public async Task<(int ExitCode, IReadOnlyList<string> Said)> Upload(
        Uri endpoint, string token, string file, IReadOnlyDictionary<string, string> metadata, long? killAt, Func<long, Task>? onOffset,
        CancellationToken cancellationToken)
    {
        if (!Directory.Exists(s_modules))
        {
            throw new InvalidOperationException("tus-js-client is missing: run infra/install-test-tools.sh.");
        }

        using var node = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList = { s_script, s_modules, endpoint.ToString(), token, file, store, JsonSerializer.Serialize(metadata), $"{killAt}" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await using var stop = cancellationToken.Register(() => node.Kill());
        var error = node.StandardError.ReadToEndAsync(CancellationToken.None);
        var said = new List<string>();
        while (await node.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            said.Add(line);
            if (onOffset is not null && line.StartsWith("offset ", StringComparison.Ordinal))
            {
                await onOffset(long.Parse(line["offset ".Length..]));
            }
        }

        said.Add(await error);
        await node.WaitForExitAsync(CancellationToken.None);
        return (node.ExitCode, said);
    }
}
