using System.Threading.Channels;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue.Sqlite;

/// <summary>
/// The catalogue in one SQLite file. Writers queue up, and those who wait share one transaction and its fsync (group commit);
/// each unit has a savepoint of its own, so one that fails does not disturb the others. Readers see snapshots and wait for nobody.
/// </summary>
public sealed class SqliteCatalogue : ICatalogue, IAsyncDisposable, IDisposable
{
    private const int Full = 2;
    private const int MostInterruptions = 20;

    /// <summary>Of the second that interrupted work waits: up to 32.</summary>
    private const int MostDoublings = 5;

    private static readonly SqliteDialect s_dialect = new();
    private static readonly AsyncLocal<bool> s_insideUnit = new();

    private readonly DataFolderLock _lock;
    private readonly SqliteConnection _writer;
    private readonly SqliteCatalogueOptions _options;
    private readonly CatalogueModel _model;
    private readonly IWorkSignal? _signal;
    private readonly DbContextOptions<CatalogueDb> _writeOptions;
    private readonly DbContextOptions<CatalogueDb> _readOptions;
    private readonly Channel<WriteUnit> _waiting;
    private readonly Task _writing;
    private long _stamp;

    private SqliteCatalogue(
        DataFolderLock folderLock, SqliteConnection writer, SqliteCatalogueOptions options, CatalogueModel model, IWorkSignal? signal)
    {
        _lock = folderLock;
        _writer = writer;
        _options = options;
        _model = model;
        _signal = signal;
        _writeOptions = OptionsFor(builder => builder.UseSqlite(writer));
        var readers = ReadOnly(writer, pooling: true);
        _readOptions = OptionsFor(builder => builder.UseSqlite(readers).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking));
        _waiting = Channel.CreateBounded<WriteUnit>(new BoundedChannelOptions(options.MaxWaiting) { SingleReader = true });
        _writing = Task.Run(Write);
    }

    /// <summary>Opens the catalogue in a folder: takes the folder, backs up and migrates an older schema, checks durability.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="model">Usually <see cref="CatalogueModel.Crowdsource"/>.</param>
    /// <param name="clock">Names backups.</param>
    /// <param name="signal">Hears of work that was committed.</param>
    /// <exception cref="DataFolderInUseException">Another process has the folder.</exception>
    /// <exception cref="UnsupportedSchemaException">A newer version of this program wrote the catalogue.</exception>
    public static SqliteCatalogue Open(SqliteCatalogueOptions options, CatalogueModel model, TimeProvider clock, IWorkSignal? signal = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Open(options, model, SchemaMigrations.All, clock, signal);
    }

    public long Stamp => Interlocked.Read(ref _stamp);

    public async Task<T> Write<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken)
    {
        if (s_insideUnit.Value)
        {
            throw new InvalidOperationException("A unit that waits for another unit would wait for ever.");
        }

        var waiting = new WriteUnit<T>(unit, cancellationToken);
        await _waiting.Writer.WriteAsync(waiting, cancellationToken);
        return await waiting.Done;
    }

    public async Task<T> Read<T>(Func<CatalogueDb, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = new CatalogueDb(_readOptions, _model, s_dialect);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await db.Database.UseTransactionAsync(snapshot, cancellationToken);
        return await query(db, cancellationToken);
    }

    /// <summary>Writes a consistent copy of all committed rows to a new file, while writers go on.</summary>
    public async Task Backup(string file, CancellationToken cancellationToken)
    {
        await using var reader = new SqliteConnection(ReadOnly(_writer, pooling: false));
        await reader.OpenAsync(cancellationToken);
        await Task.Run(() => SchemaMigrations.VacuumInto(reader, file), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete())
        {
            return;
        }

        await _writing;
        SchemaMigrations.Execute(_writer, "PRAGMA optimize");
        using (var readers = new SqliteConnection(ReadOnly(_writer, pooling: true)))
        {
            SqliteConnection.ClearPool(readers);
        }

        // The last to close moves the log into the file, which a reader may not.
        await _writer.DisposeAsync();
        _lock.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>The statements that make an empty database fit <paramref name="model"/>: what the migrations must add up to.</summary>
    internal static string CreateScript(CatalogueModel model)
    {
        using var db = new CatalogueDb(OptionsFor(builder => builder.UseSqlite("Data Source=:memory:")), model, s_dialect);
        return db.Database.GenerateCreateScript();
    }

    internal static SqliteCatalogue Open(
        SqliteCatalogueOptions options, CatalogueModel model, IReadOnlyList<(int Version, string Sql)> migrations, TimeProvider clock, IWorkSignal? signal)
    {
        var folderLock = DataFolderLock.Acquire(options.Folder);
        var writer = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = CatalogueFile.In(options.Folder),
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = 5,
            Pooling = false,
        }.ToString());
        try
        {
            writer.Open();
            SchemaMigrations.Execute(writer, "PRAGMA busy_timeout=5000");
            SchemaMigrations.Execute(writer, "PRAGMA journal_mode=WAL");
            CatalogueFile.DemandWhole(writer);
            SchemaMigrations.Execute(writer, "PRAGMA synchronous=FULL");

            // What somebody asked to be forgotten is overwritten, not left in free pages.
            SchemaMigrations.Execute(writer, "PRAGMA secure_delete=ON");
            SchemaMigrations.Execute(writer, $"PRAGMA cache_size=-{options.CacheKibibytes}");
            AssertDurable(writer);
            SchemaMigrations.Apply(writer, migrations, clock);

            // Whoever held work or a turn died with the process that had this folder: nobody has to wait for their leases, and sound work does not use
            // its attempts up on power cuts. What was interrupted before lets other work go first, ever longer: work that brings the host
            // down is given up all the same, and does not keep the rest from being done.
            SchemaMigrations.Execute(writer, $"""
                UPDATE work SET
                    leased_until = NULL,
                    attempts = CASE WHEN interruptions < {MostInterruptions} THEN attempts - 1 ELSE attempts END,
                    not_before = CASE WHEN interruptions > 0
                        THEN CAST(unixepoch('subsec') * 1000 AS INTEGER) * 1000 + (1000000 << MIN(interruptions - 1, {MostDoublings})) ELSE not_before END,
                    interruptions = MIN(interruptions + 1, {MostInterruptions})
                WHERE leased_until IS NOT NULL AND done_at IS NULL AND dead_at IS NULL;
                DELETE FROM turns
                """);
            return new SqliteCatalogue(folderLock, writer, options, model, signal);
        }
        catch (Exception failure)
        {
            writer.Dispose();
            folderLock.Dispose();
            throw failure is SqliteException damage && CatalogueFile.IsDamage(damage)
                ? DamagedCatalogueException.Of(Path.GetFullPath(writer.DataSource), damage.Message, damage)
                : failure;
        }
    }

    private static string ReadOnly(SqliteConnection writer, bool pooling) =>
        new SqliteConnectionStringBuilder(writer.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = pooling }.ToString();

    private static void AssertDurable(SqliteConnection connection)
    {
        if (SchemaMigrations.Scalar(connection, "PRAGMA journal_mode") is not "wal"
            || SchemaMigrations.Scalar(connection, "PRAGMA synchronous") is not (long)Full)
        {
            throw new InvalidOperationException("SQLite refuses WAL with synchronous=FULL: what is acknowledged here would not be durable.");
        }
    }

    private static DbContextOptions<CatalogueDb> OptionsFor(Action<DbContextOptionsBuilder<CatalogueDb>> provider)
    {
        var builder = new DbContextOptionsBuilder<CatalogueDb>().UseCatalogue();
        provider(builder);
        return builder.Options;
    }

    private async Task Write()
    {
        var batch = new List<WriteUnit>(_options.MaxBatch);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < _options.MaxBatch && _waiting.Reader.TryRead(out var unit))
            {
                batch.Add(unit);
            }

            var owed = new List<WorkItem>();
            Exception? failure = null;
            try
            {
                await Commit(batch, owed);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            // Whatever became of it, and before anybody hears of it.
            Interlocked.Increment(ref _stamp);
            if (failure is null && owed.Count > 0)
            {
                Signal(owed);
            }

            batch.ForEach(unit => unit.End(failure));
            batch.Clear();
        }
    }

    private void Signal(List<WorkItem> owed)
    {
        try
        {
            _signal?.Owed(owed);
        }
        catch
        {
            // The work is committed and open work is polled: a hint that fails must neither fail its units nor stop the writer.
        }
    }

    private async Task Commit(List<WriteUnit> batch, List<WorkItem> owed)
    {
        await using var transaction = _writer.BeginTransaction(deferred: false);
        foreach (var unit in batch)
        {
            const string Savepoint = "unit";
            await transaction.SaveAsync(Savepoint);
            try
            {
                owed.AddRange(await Run(unit, transaction));
            }
            catch (Exception exception)
            {
                // Throws when SQLite has ended the whole transaction (disk full): then every unit of the batch fails.
                await transaction.RollbackAsync(Savepoint);
                unit.WillFail(s_dialect.Translate(exception));
            }

            await transaction.ReleaseAsync(Savepoint);
        }

        await transaction.CommitAsync();
    }

    private async Task<IReadOnlyList<WorkItem>> Run(WriteUnit unit, SqliteTransaction transaction)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(unit.CancellationToken);
        timeout.Token.ThrowIfCancellationRequested();
        timeout.CancelAfter(_options.UnitTimeout);
        await using var db = new CatalogueDb(_writeOptions, _model, s_dialect);
        db.Database.AutoSavepointsEnabled = false;
        await db.Database.UseTransactionAsync(transaction, timeout.Token);
        s_insideUnit.Value = true;
        await unit.Run(db, timeout.Token);
        return db.Owed;
    }
}
