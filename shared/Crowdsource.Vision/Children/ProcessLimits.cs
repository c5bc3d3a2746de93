using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Crowdsource.Vision.Children;

/// <summary>What a process that decodes strangers' bytes takes from itself, for good, before it reads the first of them.</summary>
internal static partial class ProcessLimits
{
    /// <summary>Private memory, in bytes: a photo of 100 megapixels needs about a third. The parent's watch on resident memory is tighter.</summary>
    private const ulong Data = 1UL << 30;

    /// <summary>CPU seconds of a whole life of some hundred photos.</summary>
    private const ulong CpuSeconds = 900;

    private const ulong OpenFiles = 128;

    private const int NoNewPrivileges = 38;
    private const short HangUp = 0x10;

    /// <summary>Resource numbers of Linux.</summary>
    private enum Resource
    {
        Cpu = 0,
        FileSize = 1,
        Data = 2,
        Core = 4,
        OpenFiles = 7,
    }

    /// <summary>
    /// No files, no core dumps (they would hold a photo), no privileges, bounded memory and time: only Linux can. And a lower priority:
    /// whoever waits for an answer goes before photos that were answered already.
    /// </summary>
    public static void Apply()
    {
        using (var self = Process.GetCurrentProcess())
        {
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
        }

        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Limit(Resource.Cpu, CpuSeconds);
        Limit(Resource.FileSize, 0);
        Limit(Resource.Data, Data);
        Limit(Resource.Core, 0);
        Limit(Resource.OpenFiles, OpenFiles);
        if (SetProcess(NoNewPrivileges, 1, 0, 0, 0) != 0)
        {
            throw new InvalidOperationException("Privileges cannot be given up.");
        }
    }

    /// <summary>Ends this process when the parent is gone, in the middle of a photo too: its end of our input is then closed.
    /// (A death signal would come when the parent's starting thread ends, and a pool's threads do.)</summary>
    public static void EndWithParent()
    {
        if (OperatingSystem.IsLinux())
        {
            new Thread(WaitForHangUp) { IsBackground = true, Name = "parent watch" }.Start();
        }
    }

    [SupportedOSPlatform("linux")]
    private static void WaitForHangUp()
    {
        var input = new PollEntry { Descriptor = 0 };
        while (Poll(ref input, 1, -1) >= 0 || Marshal.GetLastPInvokeError() != 0)
        {
            if ((input.Returned & HangUp) != 0)
            {
                Exit(0);
            }
        }
    }

    [SupportedOSPlatform("linux")]
    private static void Limit(Resource resource, ulong value)
    {
        var limit = new ResourceLimit { Soft = value, Hard = value };
        if (SetLimit((int)resource, in limit) != 0)
        {
            throw new InvalidOperationException($"The limit on {resource} cannot be set: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetProcess(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Exit(int code);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Returned;
    }
}
