using System.Diagnostics;

namespace Crowdsource.Chaos.Cluster;

/// <summary>Other people's programs.</summary>
internal static class Shell
{
    /// <summary>What the program printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? said[0].Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {said[1].Trim()}");
    }
}
