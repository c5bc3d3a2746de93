using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Crowdsource.Testing;

/// <summary>
/// A real PostgreSQL server of one's own on a free port of the loopback, with its files in a temporary folder; it ends with this process,
/// however that ends. Text sorts as in English, unlike in our tables.
/// </summary>
public sealed class PostgreSqlServer : IDisposable
{
    /// <summary>Starts on demand, stops when its standard input is closed.</summary>
    private const string Script =
        """
        bin=$1 folder=$2 port=$3
        if [ ! -d "$folder/data" ]; then
          "$bin/initdb" -N -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US >&2 || exit 1
        fi
        "$bin/pg_ctl" start -w -D "$folder/data" -l "$folder/log" \
          -o "-p $port -h 127.0.0.1 -k $folder -c max_connections=300" >&2 || { cat "$folder/log" >&2; exit 1; }
        echo ready
        read -r _
        "$bin/pg_ctl" stop -w -m fast -D "$folder/data" >&2
        """;

    private static readonly Lazy<PostgreSqlServer> s_shared = new(() =>
    {
        var server = new PostgreSqlServer();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    });

    private readonly TemporaryFolder _folder = new();
    private readonly string _programs = Programs();
    private readonly int _port = FreePort();
    private Process _process;
    private int _schemas;

    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start; the message says more.</exception>
    public PostgreSqlServer()
    {
        if (Environment.IsPrivilegedProcess)
        {
            // It refuses to run as root.
            Run("chown", "postgres", _folder.Path);
        }

        _process = Launch();
    }

    /// <summary>One for all tests of this process, which must not stop it; started when the first of them asks.</summary>
    public static PostgreSqlServer Shared => s_shared.Value;

    /// <summary>An empty schema that nobody else has, as a connection string.</summary>
    public string CreateSchema()
    {
        var schema = $"test_{Interlocked.Increment(ref _schemas)}";
        Execute($"CREATE SCHEMA {schema}");
        return new NpgsqlConnectionStringBuilder(Address) { SearchPath = schema }.ConnectionString;
    }

    public void DropSchema(string connectionString) => Execute($"DROP SCHEMA {new NpgsqlConnectionStringBuilder(connectionString).SearchPath} CASCADE");

    /// <summary>Every process of the server ends at once, without a checkpoint, as in a power cut; the files stay.</summary>
    public void Crash()
    {
        Run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", _folder.File("data"));
        End();
    }

    /// <summary>After a <see cref="Crash"/>: at the same address, with what is on the disk.</summary>
    public void StartAgain() => _process = Launch();

    public void Dispose()
    {
        End();
        _folder.Dispose();
    }

    private string Address => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";

    private static string Programs() =>
        new[] { "/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt" }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "pg_ctl", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(Path.GetDirectoryName)
            .LastOrDefault()
        ?? throw new InvalidOperationException("PostgreSQL is not installed: infra/install-cluster-servers.sh installs it on Debian.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Launch()
    {
        var process = Process.Start(AsPostgres("sh", "-c", Script, "sh", _programs, _folder.Path, _port.ToString()))!;
        if (process.StandardOutput.ReadLine() == "ready")
        {
            return process;
        }

        throw new InvalidOperationException($"PostgreSQL does not start: {process.StandardError.ReadToEnd()}");
    }

    private void End()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Run(string program, params string[] arguments)
    {
        var start = program == "pg_ctl" ? AsPostgres(Path.Combine(_programs, program), arguments) : new ProcessStartInfo(program, arguments);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
        }
    }

    private static ProcessStartInfo AsPostgres(string program, params string[] arguments) =>
        new(
            Environment.IsPrivilegedProcess ? "setpriv" : program,
            Environment.IsPrivilegedProcess ? ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments] : arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address) { Pooling = false }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
