using System.Diagnostics;

namespace Crowdsource.Chaos.Load;

/// <summary>The <c>crowdsource</c> command as a process of its own, as people run it.</summary>
public static class OperatorCommand
{
    public static async Task<(int Status, string Said)> Run(string? token, CancellationToken cancellation, params string[] arguments)
    {
        var output = AppContext.BaseDirectory;
        var program = Path.GetFullPath(Path.Combine(
            output, "..", "..", "Crowdsource.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(output)), "crowdsource.dll"));
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CROWDSOURCE_TOKEN"] = token },
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, string.Concat(said).ReplaceLineEndings(" "));
    }
}
