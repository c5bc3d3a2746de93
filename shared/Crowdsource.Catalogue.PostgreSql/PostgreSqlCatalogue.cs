using System.Data;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Crowdsource.Catalogue.PostgreSql;

/// <summary>
/// The catalogue in a PostgreSQL database that several processes share. Units are SERIALIZABLE, so that what a unit read is still true when
/// its writes are stored, as with a single writer; one that lost to another process runs again. Acknowledged is durable: the server flushes
/// its log at each commit.
/// </summary>
public sealed class PostgreSqlCatalogue : ICatalogue, IAsyncDisposable, IDisposable
{
    private static readonly PostgreSqlDialect s_dialect = new();
    private static readonly AsyncLocal<bool> s_insideUnit = new();
    private static readonly TimeSpan s_untilServerMayBeBack = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _writers;
    private readonly NpgsqlDataSource _readers;
    private readonly PostgreSqlCatalogueOptions _options;
    private readonly CatalogueModel _model;
    private readonly TimeProvider _clock;
    private readonly IWorkSignal? _signal;
    private readonly DbContextOptions<CatalogueDb> _writeOptions;
    private readonly DbContextOptions<CatalogueDb> _readOptions;
    private readonly SemaphoreSlim _again = new(1);
    private readonly long _opened;
    private long _written;

    private PostgreSqlCatalogue(PostgreSqlCatalogueOptions options, CatalogueModel model, TimeProvider clock, IWorkSignal? signal)
    {
        (_options, _model, _clock, _signal) = (options, model, clock, signal);
        _opened = clock.GetTimestamp();

        // What a unit looks at is locked against others' writes: a whole table, where it is read from end to end.
        _writers = Source(options, options.Writers, "-c enable_seqscan=off");
        _readers = Source(options, options.Readers, "-c default_transaction_read_only=on");
        _writeOptions = OptionsFor(_writers, tracking: true);
        _readOptions = OptionsFor(_readers, tracking: false);
    }

    /// <summary>Opens a catalogue whose schema is this program's, and checks durability.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="model">Usually <see cref="CatalogueModel.Crowdsource"/>.</param>
    /// <param name="clock">Times <see cref="Stamp"/> and waiting.</param>
    /// <param name="signal">Hears of work that this process committed.</param>
    /// <exception cref="UnsupportedSchemaException">The schema is older or newer; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">The server does not flush its log at commits.</exception>
    public static PostgreSqlCatalogue Open(PostgreSqlCatalogueOptions options, CatalogueModel model, TimeProvider clock, IWorkSignal? signal = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Open(options, model, PostgreSqlSchema.Scripts, clock, signal);
    }

    public long Stamp => Interlocked.Read(ref _written) + (long)_clock.GetElapsedTime(_opened).TotalSeconds;

    public Task<T> Write<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken) =>
        Write(IsolationLevel.Serializable, unit, cancellationToken);

    public Task<T> WriteRows<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken) =>
        Write(IsolationLevel.ReadCommitted, unit, cancellationToken);

    public Task<T> Read<T>(Func<CatalogueDb, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Persist(
            async transaction =>
            {
                await using var db = new CatalogueDb(_readOptions, _model, s_dialect);
                await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
                return await query(db, cancellationToken);
            },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writers.DisposeAsync();
        await _readers.DisposeAsync();
        _again.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>The statements that make an empty database fit <paramref name="model"/>: what the migrations must add up to.</summary>
    internal static string CreateScript(CatalogueModel model)
    {
        using var nowhere = NpgsqlDataSource.Create("Host=nowhere");
        using var db = new CatalogueDb(OptionsFor(nowhere, tracking: true), model, s_dialect);
        return db.Database.GenerateCreateScript();
    }

    internal static PostgreSqlCatalogue Open(
        PostgreSqlCatalogueOptions options, CatalogueModel model, IReadOnlyList<(int Version, string Sql)> scripts, TimeProvider clock, IWorkSignal? signal)
    {
        var catalogue = new PostgreSqlCatalogue(options, model, clock, signal);
        try
        {
            using var connection = catalogue._readers.OpenConnection();
            AssertDurable(connection);
            PostgreSqlSchema.Demand(connection, scripts);
            return catalogue;
        }
        catch
        {
            catalogue.Dispose();
            throw;
        }
    }

    private static void AssertDurable(NpgsqlConnection connection)
    {
        foreach (var setting in new[] { "fsync", "full_page_writes", "synchronous_commit" })
        {
            if (PostgreSqlSchema.Scalar(connection, $"SHOW {setting}") is "off")
            {
                throw new InvalidOperationException($"PostgreSQL runs with {setting}=off: what is acknowledged here would not be durable. Switch it on.");
            }
        }
    }

    private static NpgsqlDataSource Source(PostgreSqlCatalogueOptions options, int most, string settings)
    {
        var given = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var seconds = (int)options.UnitTimeout.TotalSeconds + 1;
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MaxPoolSize = most,
            Timeout = seconds,
            CommandTimeout = seconds,

            // A host that is cut off keeps no rows locked from the others.
            Options = $"-c idle_in_transaction_session_timeout={seconds}s -c tcp_user_timeout={seconds}s {settings} {given.Options}",
        });
    }

    private static DbContextOptions<CatalogueDb> OptionsFor(NpgsqlDataSource source, bool tracking) =>
        new DbContextOptionsBuilder<CatalogueDb>().UseCatalogue()
            .UseNpgsql(source)
            .UseQueryTrackingBehavior(tracking ? QueryTrackingBehavior.TrackAll : QueryTrackingBehavior.NoTracking)
            .Options;

    private async Task<T> Write<T>(
        IsolationLevel isolation, Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (s_insideUnit.Value)
        {
            throw new InvalidOperationException("A unit that waits for another unit may wait for its own locks.");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.UnitTimeout);
        try
        {
            return await Persist(
                async transaction =>
                {
                    await using var db = new CatalogueDb(_writeOptions, _model, s_dialect);
                    db.Database.AutoSavepointsEnabled = false;
                    await using var stored = await db.Database.BeginTransactionAsync(isolation, timeout.Token);
                    var result = await Inside(unit, db, timeout.Token);
                    transaction.IsCommitting = true;
                    await stored.CommitAsync(CancellationToken.None);
                    Committed(db.Owed);
                    return result;
                },
                timeout.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody gave up: callers that stop when they are cancelled go on.
            throw new TimeoutException($"The catalogue did not store a unit within {_options.UnitTimeout.TotalSeconds} s.", late);
        }
    }

    private static async Task<T> Inside<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CatalogueDb db, CancellationToken cancellationToken)
    {
        s_insideUnit.Value = true;
        return await unit(db, cancellationToken);
    }

    private void Committed(IReadOnlyList<WorkItem> owed)
    {
        // Before anybody hears of it.
        Interlocked.Increment(ref _written);
        try
        {
            if (owed.Count > 0)
            {
                _signal?.Owed(owed);
            }
        }
        catch
        {
            // The work is committed and open work is polled: a hint that fails must not fail its unit.
        }
    }

    /// <summary>Tries again what certainly was not stored, for as long as a unit may take.</summary>
    private async Task<T> Persist<T>(Func<TransactionFate, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        var (hasTurn, isTaken) = (false, false);
        Exception? whyAway = null;
        try
        {
            while (true)
            {
                var fate = new TransactionFate();
                try
                {
                    return await attempt(fate);
                }
                catch (OperationCanceledException) when (whyAway is not null)
                {
                    throw Unavailable(whyAway);
                }
                catch (Exception exception)
                {
                    var failure = SqlDialect.DatabaseFailure(exception);
                    var lost = failure is not null && s_dialect.IsSerializationFailure(failure);

                    // Somebody else's row may be younger than what the unit saw: it is believed when a fresh look finds it too.
                    var taken = failure is not null && !isTaken && s_dialect.IsUniqueViolation(failure);
                    var away = failure is not null && PostgreSqlDialect.IsAway(failure);
                    whyAway = away ? exception : null;
                    if (!(lost || taken || (away && !fate.IsCommitting)) || cancellationToken.IsCancellationRequested || _clock.GetElapsedTime(start) > _options.UnitTimeout)
                    {
                        if (s_dialect.Translate(exception) is CatalogueConflictException conflict)
                        {
                            throw conflict;
                        }

                        if (away)
                        {
                            throw Unavailable(exception);
                        }

                        throw;
                    }

                    isTaken |= taken;
                    if (away && !lost)
                    {
                        await Task.Delay(s_untilServerMayBeBack, _clock, CancellationToken.None);
                    }

                    // Those that lost take turns, or they would make each other lose again.
                    hasTurn = hasTurn || await _again.WaitAsync(_options.UnitTimeout, CancellationToken.None);
                }
            }
        }
        finally
        {
            if (hasTurn)
            {
                _again.Release();
            }
        }
    }

    private static CatalogueUnavailableException Unavailable(Exception why) => new("The database cannot be reached at the moment.", why);

    private sealed class TransactionFate
    {
        /// <summary>From here on only the server knows.</summary>
        public bool IsCommitting { get; set; }
    }
}
