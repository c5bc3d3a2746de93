using System.Diagnostics;
using Crowdsource.Testing;
using Xunit;

namespace Crowdsource.Chaos.Cluster;

/// <summary>A disk of its own (tmpfs) that a test can fill; only root may mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int PieceBytes = 64 * 1024;

    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string DataFolder => _folder.File("data");

    private string Ballast => _folder.File("ballast");

    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        if (!Ran("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk._folder.Path))
        {
            disk._folder.Dispose();
            Assert.Skip("Only root may mount a small disk to fill.");
        }

        return disk;
    }

    /// <summary>Writes until no more than this many bytes are free.</summary>
    public void Fill(long leave)
    {
        var drive = new DriveInfo(_folder.Path);
        using var file = new FileStream(Ballast, FileMode.Append);
        while (drive.AvailableFreeSpace > leave)
        {
            file.Write(new byte[Math.Min(PieceBytes, drive.AvailableFreeSpace - leave)]);
            file.Flush();
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        // Lazily: a child of a killed host may still be on its way out.
        Ran("umount", "--lazy", _folder.Path);
        _folder.Dispose();
    }

    private static bool Ran(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
