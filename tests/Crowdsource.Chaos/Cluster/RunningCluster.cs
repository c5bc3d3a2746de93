using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Crowdsource.Testing;

namespace Crowdsource.Chaos.Cluster;

/// <summary>
/// PostgreSQL, Redis, RabbitMQ, S3, and two of each host behind nginx: what <c>make cluster</c> starts, with a hand on each part. A part that is
/// killed is started again by the cluster's script.
/// </summary>
public sealed class RunningCluster : IAsyncDisposable
{
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(200);

    private readonly ClusterServer _cluster;
    private readonly SmallDisk? _disk;
    private readonly HttpClient _probe = new() { Timeout = TimeSpan.FromSeconds(5) };

    private RunningCluster(ClusterServer cluster, SmallDisk? disk) => (_cluster, _disk) = (cluster, disk);

    public static IReadOnlyList<string> Hosts { get; } =
        ["api-1", "api-2", "augmenter-1", "augmenter-2", "trainer-1", "trainer-2", "delivery-1", "delivery-2"];

    private static readonly string[] s_servers = ["postgresql", "redis", "rabbitmq", "s3"];

    /// <summary>nginx.</summary>
    public Uri Address => _cluster.Address;

    /// <summary>The token that the first start made.</summary>
    public string OwnerKey => File.ReadAllText(Path.Combine(_cluster.Folder, "owner-key")).Trim();

    /// <summary>What PostgreSQL's files are on; null where it is the usual disk.</summary>
    public SmallDisk? Disk => _disk;

    /// <param name="settings">Environment variables of the hosts.</param>
    /// <param name="disk">A small disk for PostgreSQL, which ends with the cluster.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RunningCluster> Start(IReadOnlyDictionary<string, string> settings, SmallDisk? disk, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, string>(settings) { ["CONFIGURATION"] = new DirectoryInfo(AppContext.BaseDirectory).Name };
        try
        {
            return new RunningCluster(
                await ClusterServer.Start("cluster", cancellationToken, all, folder =>
                {
                    if (disk is not null)
                    {
                        Directory.CreateDirectory(disk.DataFolder);
                        Directory.CreateSymbolicLink(Path.Combine(folder, "postgresql"), disk.DataFolder);
                    }
                }),
                disk);
        }
        catch
        {
            disk?.Dispose();
            throw;
        }
    }

    public HttpClient Client(string? token) => TokenClient.At(Address, token);

    /// <summary>The process of a host, such as <c>api-1</c>; another one after it ended.</summary>
    public int ProcessOf(string host) => Number("run", $"{host}.pid");

    /// <summary>Of a host or a server, on the loopback.</summary>
    public int PortOf(string part) => Number("run", $"{part}.port");

    /// <summary>Sends a command to Redis.</summary>
    public Task<string> Redis(params string[] command) => Shell.Run("redis-cli", ["-p", $"{PortOf("redis")}", .. command]);

    /// <summary>SIGKILL.</summary>
    public Task Kill(string host) => Shell.Run("kill", "-KILL", $"{ProcessOf(host)}");

    /// <summary>SIGTERM, then waits for the next process to be ready.</summary>
    public async Task Restart(string host, CancellationToken cancellationToken)
    {
        var before = ProcessOf(host);
        await Shell.Run("kill", "-TERM", $"{before}");
        await UntilReplaced([host], [before], cancellationToken);
        await UntilReady([host], cancellationToken);
    }

    /// <summary>Waits until other processes than before are there.</summary>
    public async Task UntilReplaced(IReadOnlyList<string> hosts, IReadOnlyList<int> before, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_glance);
        while (hosts.Select(ProcessOf).Intersect(before).Any())
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Waits until each host says that it is ready.</summary>
    public async Task UntilReady(IEnumerable<string> hosts, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_glance);
        foreach (var host in hosts)
        {
            while (!await IsReady(host, cancellationToken))
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    /// <summary>Waits until each server listens and each host says that it is ready.</summary>
    public async Task UntilAllIsThere(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_glance);
        foreach (var server in s_servers)
        {
            while (!await Listens(PortOf(server), cancellationToken))
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }

        await UntilReady(Hosts, cancellationToken);
    }

    /// <summary>As a power cut would: nothing is written any more.</summary>
    public async Task KillServer(string server)
    {
        switch (server)
        {
            case "postgresql":
                // Its immediate shutdown; SIGKILL would leave its children behind.
                await Shell.Run("kill", "-QUIT", File.ReadLines(Path.Combine(_cluster.Folder, server, "data", "postmaster.pid")).First());
                break;
            case "rabbitmq":
                await Shell.Run("kill", "-KILL", $"{Number(server, "pid")}");
                break;
            case "redis":
                var said = await Redis("INFO", "server");
                await Shell.Run("kill", "-KILL", said.Split('\n').Single(line => line.StartsWith("process_id:", StringComparison.Ordinal))["process_id:".Length..].Trim());
                break;
            case "s3":
                await Shell.Run("kill", "-KILL", $"{Number(server, "gateway.pid")}");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(server), server, null);
        }
    }

    /// <summary>The S3 gateway goes, and comes back when the result is disposed of.</summary>
    public async Task<IDisposable> TakeAwayS3()
    {
        var sign = Path.Combine(_cluster.Folder, "s3", "away");
        await File.WriteAllTextAsync(sign, "");
        await KillServer("s3");
        return new Undo(() => File.Delete(sign));
    }

    /// <summary>Nothing that these hosts send arrives any more, nor do their answers; mended when the result is disposed of. Only root may.</summary>
    public async Task<IAsyncDisposable> CutOff(params string[] hosts)
    {
        var table = $"crowdsource_{Address.Port}";
        var groups = string.Join(", ", hosts.Select(host => Number("run", $"{host}.group")));
        await Shell.Run("nft", "add", "table", "inet", table);
        await Shell.Run("nft", $"add chain inet {table} out {{ type filter hook output priority 0 ; }}");
        await Shell.Run("nft", $"add rule inet {table} out meta skgid {{ {groups} }} drop");
        return new UndoLater(() => Shell.Run("nft", "delete", "table", "inet", table));
    }

    /// <summary>Restarts hosts so that their wall clocks jump an hour ahead when a file, the result, is created, and back when it is deleted.</summary>
    public async Task<string> LetClocksJump(IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var (library, sign) = (Path.Combine(_cluster.Folder, "clock.so"), Path.Combine(_cluster.Folder, "ahead"));
        await Shell.Run("gcc", "-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "Cluster", "clock.c"));
        foreach (var host in hosts)
        {
            await File.WriteAllLinesAsync(Path.Combine(_cluster.Folder, "env", host), [$"LD_PRELOAD={library}", $"CLOCK_AHEAD={sign}"], cancellationToken);
            await Restart(host, cancellationToken);
        }

        return sign;
    }

    /// <summary>nginx sends nothing new to a host.</summary>
    public Task TakeOut(string host) => Balance($"server 127.0.0.1:{PortOf(host)} fail_timeout", $"server 127.0.0.1:{PortOf(host)} down fail_timeout");

    /// <summary>After <see cref="TakeOut"/>.</summary>
    public Task PutBack(string host) => Balance($"server 127.0.0.1:{PortOf(host)} down fail_timeout", $"server 127.0.0.1:{PortOf(host)} fail_timeout");

    public async ValueTask DisposeAsync()
    {
        _probe.Dispose();
        await _cluster.DisposeAsync();
        _disk?.Dispose();
    }

    private async Task Balance(string old, string now)
    {
        var file = Path.Combine(_cluster.Folder, "nginx.conf");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(old, now, StringComparison.Ordinal));
        await Shell.Run("kill", "-HUP", $"{Number("run", "nginx.pid")}");
    }

    private async Task<bool> IsReady(string host, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _probe.GetAsync(new Uri($"http://127.0.0.1:{PortOf(host)}/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException || (gone is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task<bool> Listens(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int Number(params string[] path) => int.Parse(File.ReadAllText(Path.Combine([_cluster.Folder, .. path])), CultureInfo.InvariantCulture);

    private sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }

    private sealed class UndoLater(Func<Task> undo) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await undo();
    }
}
