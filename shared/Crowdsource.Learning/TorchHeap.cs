using System.Runtime.InteropServices;

namespace Crowdsource.Learning;

/// <summary>
/// torch takes and frees megabytes in every step. glibc gives such blocks back to the system each time, and clearing them again costs more
/// than half of a training: meanwhile it keeps them.
/// </summary>
internal sealed partial class TorchHeap : IDisposable
{
    // malloc.h: M_TRIM_THRESHOLD, M_MMAP_MAX, and their defaults.
    private const int TrimThreshold = -1, MmapMax = -4;
    private const int DefaultTrimThreshold = 128 * 1024, DefaultMmapMax = 65_536;

    private static readonly bool s_isGlibc = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _);

    private TorchHeap()
    {
    }

    /// <summary>Until it is disposed; then what is free is given back. Does nothing where the C library is another.</summary>
    public static TorchHeap KeepWhatIsFreed()
    {
        Set(int.MaxValue, 0);
        return new TorchHeap();
    }

    public void Dispose()
    {
        Set(DefaultTrimThreshold, DefaultMmapMax);
        if (s_isGlibc)
        {
            _ = Trim(0);
        }
    }

    private static void Set(int trimThreshold, int mmapMax)
    {
        if (s_isGlibc)
        {
            _ = Option(TrimThreshold, trimThreshold);
            _ = Option(MmapMax, mmapMax);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int Option(int name, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
