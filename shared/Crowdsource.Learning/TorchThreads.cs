using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Crowdsource.Learning;

/// <summary>
/// torch's threads meet after every operation, and by default spin while they wait. Where anything else wants the processor, the one that is waited for
/// does not run: beside other work, trainings took three to four times as long as with threads that sleep. Who sets OMP_WAIT_POLICY, keeps it.
/// </summary>
internal static partial class TorchThreads
{
    private const int KeepWhatIsSet = 0;

    // The library of threads reads it once, when it is loaded, from the C library's environment: Environment.SetEnvironmentVariable does not reach that.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It has to come before torch is loaded, whoever loads it.")]
    internal static void SleepWhileWaiting()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _))
        {
            _ = SetVariable("OMP_WAIT_POLICY", "PASSIVE", KeepWhatIsSet);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
