using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Crowdsource.Cli.Demo.Server;

/// <summary>The real server as a child process, on a free loopback port with a folder of its own: the all-in-one host, or a script that starts a cluster.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private const int SignalTerminate = 15;
    private static readonly TimeSpan s_startWithin = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_stopWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_sampleEvery = TimeSpan.FromMilliseconds(250);

    private readonly Process _process;
    private readonly CancellationTokenSource _stopSampling = new();
    private readonly Task _logging;
    private readonly Task _sampling;
    private long _peak;

    private HostProcess(Process process, Uri address, string logFile)
    {
        (_process, Address) = (process, address);
        _logging = CopyLog(process, logFile);
        _sampling = Sample(_stopSampling.Token);
    }

    public Uri Address { get; }

    /// <summary>The most that the host and all its children held at once, sampled four times a second.</summary>
    public long PeakMemoryBytes => Interlocked.Read(ref _peak);

    /// <param name="hostFile">The host's dll; or a script, which gets a folder and the port to listen at.</param>
    /// <param name="folder">Of the server alone.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="logFile">Gets whatever the host says.</param>
    /// <param name="cancellation">Gives up, and stops the host again.</param>
    public static async Task<HostProcess> Start(
        string hostFile, string folder, IReadOnlyDictionary<string, string> settings, string logFile, CancellationToken cancellation)
    {
        if (!File.Exists(hostFile))
        {
            throw new CliException($"The host was not built: there is no '{hostFile}'. 'make demo' builds it; --host names another.");
        }

        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var isScript = Path.GetExtension(hostFile) == ".sh";
        var start = new ProcessStartInfo(isScript ? "bash" : DotNet, isScript ? [hostFile, folder, $"{address.Port}"] : [hostFile])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["Crowdsource__DataFolder"] = folder;
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        var process = Process.Start(start) ?? throw new CliException($"'{DotNet}' could not be started.");
        var host = new HostProcess(process, address, logFile);
        try
        {
            await host.UntilReady(logFile, cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(_process.Id, SignalTerminate);
            using var late = new CancellationTokenSource(s_stopWithin);
            try
            {
                await _process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        await _stopSampling.CancelAsync();
        await Task.WhenAll(_logging, _sampling);
        _stopSampling.Dispose();
        _process.Dispose();
    }

    /// <summary>The running dotnet, when this is one, so that both run on the same.</summary>
    private static string DotNet =>
        Environment.ProcessPath is { } running && Path.GetFileNameWithoutExtension(running) == "dotnet" ? running
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task UntilReady(string logFile, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var clock = Stopwatch.StartNew();
        while (!await IsReady(http, cancellation))
        {
            if (_process.HasExited)
            {
                await _logging;
                throw new CliException(
                    $"The server stopped while starting (exit code {_process.ExitCode}). The end of {logFile}:\n{Tail(logFile)}");
            }

            if (clock.Elapsed > s_startWithin)
            {
                throw new CliException($"The server was not ready after {s_startWithin.TotalSeconds:N0} seconds. {logFile} says why.");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    private static async Task<bool> IsReady(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Tail(string file) => string.Join('\n', File.ReadLines(file).TakeLast(15));

    private static async Task CopyLog(Process process, string logFile)
    {
        await using var log = new StreamWriter(logFile) { AutoFlush = true };
        using var turn = new SemaphoreSlim(1);
        await Task.WhenAll(Copy(process.StandardOutput), Copy(process.StandardError));

        async Task Copy(StreamReader lines)
        {
            while (await lines.ReadLineAsync() is { } line)
            {
                await turn.WaitAsync();
                await log.WriteLineAsync(line);
                turn.Release();
            }
        }
    }

    private async Task Sample(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_sampleEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var now = await Task.Run(() => ProcessTreeMemory.Measure(_process.Id), stop);
                Interlocked.Exchange(ref _peak, Math.Max(_peak, now));
            }
        }
        catch (OperationCanceledException)
        {
            // The host is gone: what was seen stands.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
