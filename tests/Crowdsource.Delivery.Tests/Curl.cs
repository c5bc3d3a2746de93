using System.Diagnostics;
using Crowdsource.Testing;

namespace Crowdsource.Delivery.Tests;

/// <summary>Somebody else's HTTP client.</summary>
internal static class Curl
{
    public static async Task<Answer> Run(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("curl") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["--silent", "--show-error", "--dump-header", folder.File("head"), "--output", folder.File("body"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("curl is not installed.");
            throw;
        }

        using (process)
        {
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, error);
        }

        var lines = await File.ReadAllLinesAsync(folder.File("head"), TestContext.Current.CancellationToken);
        var headers = lines.Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal))
            .ToDictionary(line => line[..line.IndexOf(':', StringComparison.Ordinal)], line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = File.Exists(folder.File("body")) ? await File.ReadAllBytesAsync(folder.File("body"), TestContext.Current.CancellationToken) : [];
        return new Answer(int.Parse(lines[0].Split(' ')[1]), headers, body);
    }

    internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
