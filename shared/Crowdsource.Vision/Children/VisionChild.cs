using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Crowdsource.Vision.Children;

/// <summary>The parent's side of one child, which is started when it is first needed and again after each death. One caller at a time.</summary>
internal sealed class VisionChild(VisionPoolOptions options, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan s_memoryWatch = TimeSpan.FromMilliseconds(25);

    /// <summary>All that a child inherits: it has no use for the host's secrets, nor for its allocator's settings.</summary>
    private static readonly string[] s_inherited = ["PATH", "DOTNET_ROOT", "LD_LIBRARY_PATH", "LANG", "TMPDIR"];

    private readonly Lock _gate = new();
    private Process? _process;
    private bool _disposed;
    private int _served;

    public int? ProcessId
    {
        get
        {
            lock (_gate)
            {
                return _process is { HasExited: false } process ? process.Id : null;
            }
        }
    }

    /// <exception cref="InvalidOperationException">No child can be started: nothing is wrong with the photo.</exception>
    public async Task<VisionAnswer> Ask(VisionRequest request, CancellationToken cancellationToken)
    {
        var process = await Ready(cancellationToken);
        var watch = new Watch(process, options.MemoryLimit);
        VisionAnswer? answer = null;
        try
        {
            answer = await Converse(process, watch, request, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            // Dead, or talking nonsense: either way it has to go.
        }

        if (answer is not null && !watch.HasKilled && ++_served < options.PhotosPerChild)
        {
            return answer;
        }

        var exitCode = await End();
        cancellationToken.ThrowIfCancellationRequested();
        return answer ?? new VisionAnswer.Failed(watch.Reason ?? (exitCode == VisionWorker.OutOfMemory ? VisionFailure.MemoryLimit : VisionFailure.Died));
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        await End();
    }

    private static string Runtime()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // The runtime's directory is <root>/shared/Microsoft.NETCore.App/<version>/.
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return Path.GetFileName(Environment.ProcessPath) == name ? Environment.ProcessPath!
            : File.Exists(beside) ? beside
            : name;
    }

    /// <summary>Reads and writes of a pipe cannot be cancelled reliably; killing the child ends them.</summary>
    private async Task<VisionAnswer> Converse(Process process, Watch watch, VisionRequest request, CancellationToken cancellationToken)
    {
        using var timeLimit = new CancellationTokenSource(options.TimeLimit, clock);
        await using var onTimeLimit = timeLimit.Token.Register(() => watch.Kill(VisionFailure.TimedOut));
        await using var onCancel = cancellationToken.Register(() => watch.Kill(VisionFailure.TimedOut));
        await using var onTick = clock.CreateTimer(_ => watch.CheckMemory(), null, TimeSpan.Zero, s_memoryWatch);
        await VisionProtocol.Write(process.StandardInput.BaseStream, VisionProtocol.Pack(request), CancellationToken.None);
        var frame = await VisionProtocol.Read(process.StandardOutput.BaseStream, CancellationToken.None);
        return VisionProtocol.UnpackAnswer(frame ?? throw new EndOfStreamException());
    }

    private async Task<Process> Ready(CancellationToken cancellationToken)
    {
        if (_process is { HasExited: false } alive)
        {
            return alive;
        }

        await End();
        cancellationToken.ThrowIfCancellationRequested();
        var process = Start();
        using var limit = new CancellationTokenSource(options.StartLimit, clock);
        await using var onLimit = limit.Token.Register(() => new Watch(process, options.MemoryLimit).Kill(VisionFailure.TimedOut));
        try
        {
            _ = await VisionProtocol.Read(process.StandardOutput.BaseStream, CancellationToken.None) ?? throw new EndOfStreamException();
            return process;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            await End();
            throw new InvalidOperationException("A vision child was started, but did not become ready.", fault);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Runtime())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            ArgumentList = { "exec", options.ChildPath, new VisionSettings(options.Thresholds, options.Preprocessing).ToArgument() },
        };
        var inherited = s_inherited.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).Where(variable => variable.Value is not null);
        start.Environment.Clear();
        foreach (var (name, value) in inherited)
        {
            start.Environment[name] = value;
        }

        // In hexadecimal: 384 MB. Full-size pixels lie outside this heap.
        start.Environment["DOTNET_GCHeapHardLimit"] = "18000000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        // Both write files, which the child may not.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                _process = Process.Start(start) ?? throw new InvalidOperationException("No vision child was started.");
            }
            catch (Win32Exception fault)
            {
                throw new InvalidOperationException($"'{start.FileName}' cannot be started.", fault);
            }

            _served = 0;
            // Read and forgotten: a full pipe would stop the child.
            _process.BeginErrorReadLine();
            return _process;
        }
    }

    private async Task<int?> End()
    {
        Process? process;
        lock (_gate)
        {
            (process, _process) = (_process, null);
        }

        if (process is null)
        {
            return null;
        }

        using (process)
        {
            new Watch(process, options.MemoryLimit).Kill(VisionFailure.Died);
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
    }

    /// <summary>Over one request: kills the child when it must, and remembers why.</summary>
    private sealed class Watch(Process process, long memoryLimit)
    {
        public VisionFailure? Reason { get; private set; }

        public bool HasKilled => Reason is not null;

        public void Kill(VisionFailure reason)
        {
            Reason ??= reason;
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself, or another caller has collected it.
            }
        }

        public void CheckMemory()
        {
            if (OperatingSystem.IsLinux() && ResidentBytes() > memoryLimit)
            {
                Kill(VisionFailure.MemoryLimit);
            }
        }

        private long ResidentBytes()
        {
            try
            {
                var resident = File.ReadAllText($"/proc/{process.Id}/statm").Split(' ')[1];
                return long.Parse(resident, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            }
            catch (Exception fault) when (fault is IOException or InvalidOperationException)
            {
                // The child has just ended.
                return 0;
            }
        }
    }
}
