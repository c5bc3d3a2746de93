using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Crowdsource.Testing;

/// <summary>The real host as a process group of its own, so that a kill takes its children too.</summary>
public sealed partial class HostUnderTest : IAsyncDisposable
{
    private const int SignalKill = 9;
    private const int SignalTerminate = 15;

    private static readonly TimeSpan s_startWithin = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _dataFolder;
    private readonly StringBuilder _said = new();

    private HostUnderTest(Process process, Uri address, string dataFolder)
    {
        (_process, Address, _dataFolder) = (process, address, dataFolder);
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>Also its process group.</summary>
    public int ProcessId => _process.Id;

    /// <summary>What it wrote so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts the host and waits until it is ready.</summary>
    /// <param name="dataFolder">Kept: start again on it what was killed.</param>
    /// <param name="settings">Further environment variables, such as <c>Crowdsource__WeightsFile</c>.</param>
    /// <param name="program">The host's dll; without it the one beside the tests.</param>
    /// <param name="address">Where a host listened before; without it on a free port.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The host ended; the message has what it said.</exception>
    public static async Task<HostUnderTest> Start(
        string dataFolder, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? settings = null, string? program = null,
        Uri? address = null)
    {
        var host = Launch(dataFolder, address ?? FreeAddress(), settings, program);
        await host.Ready(cancellationToken);
        return host;
    }

    /// <summary>Starts the host and does not wait.</summary>
    /// <inheritdoc cref="Start"/>
    public static HostUnderTest Launch(
        string dataFolder, Uri address, IReadOnlyDictionary<string, string>? settings = null, string? program = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var start = new ProcessStartInfo("setsid")
        {
            ArgumentList = { "dotnet", program ?? Path.Combine(AppContext.BaseDirectory, "Crowdsource.AllInOne.dll") },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = address.ToString(),
                ["Crowdsource__DataFolder"] = dataFolder,
                ["Crowdsource__OwnerKeyFile"] = OwnerKeyFile(dataFolder),
                // Comparing artifacts on thousands of pictures takes minutes.
                ["Crowdsource__Trainer__ParityPhotos"] = "50",
            },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new HostUnderTest(Process.Start(start)!, address, dataFolder);
    }

    /// <summary>Waits until the host answers.</summary>
    /// <exception cref="InvalidOperationException">The host ended; the message has what it said.</exception>
    public async Task Ready(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_startWithin);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await IsReady(http, deadline.Token) || !File.Exists(OwnerKeyFile(_dataFolder)))
        {
            DemandAlive();
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <exception cref="InvalidOperationException">The host ended; the message has what it said.</exception>
    public void DemandAlive()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The host stopped:\n{Said}");
        }
    }

    /// <summary>A host's dll in the build's output, beside our own.</summary>
    public static string Built(string project) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), $"{project}.dll"));

    /// <summary>An address on the loopback that nobody listens at.</summary>
    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>The token that the first start wrote.</summary>
    public static string OwnerKey(string dataFolder) => File.ReadAllText(OwnerKeyFile(dataFolder)).Trim();

    /// <summary>SIGKILL to the whole group at once: nobody gets to say goodbye.</summary>
    public async Task Kill()
    {
        Signal(-_process.Id, SignalKill);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM to the host alone: it finishes what it has begun.</summary>
    public async Task Stop()
    {
        Signal(_process.Id, SignalTerminate);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private static string OwnerKeyFile(string dataFolder) => Path.Combine(dataFolder, "owner.key");

    private static async Task<bool> IsReady(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Say(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
