using System.Diagnostics;
using System.Text;

namespace Crowdsource.Testing;

/// <summary>A real server of the cluster mode, run by its script in <c>infra/servers</c> in a folder of its own. It ends with this process.</summary>
public sealed class ClusterServer : IAsyncDisposable
{
    private static readonly TimeSpan s_startWithin = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private ClusterServer(TemporaryFolder folder, Process process, Uri address) => (_folder, _process, Address) = (folder, process, address);

    /// <summary>Where it listens, on the loopback.</summary>
    public Uri Address { get; }

    /// <summary>Of the script; all that it started descends from it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Its own.</summary>
    public string Folder => _folder.Path;

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="name">Its script's, such as <c>s3</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="prepare">Given the folder before anything is in it.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has what it said.</exception>
    public static async Task<ClusterServer> Start(
        string name, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? settings = null, Action<string>? prepare = null)
    {
        var address = HostUnderTest.FreeAddress();
        var folder = new TemporaryFolder();
        prepare?.Invoke(folder.Path);
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { Script(name), folder.Path, $"{address.Port}" },
            UseShellExecute = false,
            // Open as long as we live: its end is the script's.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        var process = Process.Start(start)!;
        var server = new ClusterServer(folder, process, address);
        var complaints = new StringBuilder();
        process.ErrorDataReceived += (_, line) => complaints.AppendLine(line.Data);
        process.BeginErrorReadLine();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_startWithin);
        if (await process.StandardOutput.ReadLineAsync(deadline.Token) == "ready")
        {
            return server;
        }

        await server.DisposeAsync();
        throw new InvalidOperationException($"{name} did not start (make deps installs what it needs):\n{complaints}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Script(string name) => Path.Combine(Golden.RepositoryRoot(), "infra", "servers", $"{name}.sh");
}
