using System.Diagnostics;
using System.Text;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Tests.Imaging;

/// <summary>Debian's python3-pil as a judge that shares no code with ours.</summary>
internal static class Pillow
{
    public static async Task<byte[]> Resize(RgbImage image, int width, int height) =>
        await Run(["raw", $"{image.Width}", $"{image.Height}", $"{width}", $"{height}"], image.Pixels);

    public static async Task<byte[]> Resize(string photo, int width, int height) => await Run(["file", photo, $"{width}", $"{height}"], []);

    /// <summary>Several photos, turned upright, one after the other.</summary>
    public static async Task<IReadOnlyList<RgbImage>> Resize(IReadOnlyList<string> photos, int width, int height)
    {
        var pixels = await Run(["files", $"{width}", $"{height}"], Encoding.UTF8.GetBytes(string.Join('\n', photos)));
        return [.. pixels.Chunk(width * height * 3).Select(photo => new RgbImage(width, height, photo))];
    }

    private static async Task<byte[]> Run(string[] arguments, byte[] input)
    {
        // Debian's own interpreter: another one earlier in the path may have no Pillow.
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        using var process = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Imaging", "resize.py"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        var copy = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already; its errors say why.
        }

        await copy;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"Pillow is the judge of this test (Debian package python3-pil): {await errors}");
        return output.ToArray();
    }
}
