using System.Linq.Expressions;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue;

/// <summary>One unit of work on the catalogue. <c>Set&lt;TState&gt;()</c> gives the rows of any type in the <see cref="CatalogueModel"/>.</summary>
public sealed class CatalogueDb(DbContextOptions<CatalogueDb> options, CatalogueModel model, SqlDialect dialect) : DbContext(options)
{
    private readonly List<WorkItem> _owed = [];

    public DbSet<WorkItem> Work => Set<WorkItem>();

    /// <summary>Work that this unit owes, to be signalled once it is committed.</summary>
    public IReadOnlyList<WorkItem> Owed => _owed;

    internal CatalogueModel Tables => model;

    internal SqlDialect Dialect => dialect;

    /// <summary>The database's clock, by which leases expire: hosts' clocks differ.</summary>
    public async Task<DateTimeOffset> Now(CancellationToken cancellationToken)
    {
        var now = await Database.SqlQueryRaw<long>(dialect.SelectNow).ToListAsync(cancellationToken);
        return UtcMicroseconds.ToTime(now[0]);
    }

    /// <summary>Stores a state with everything that belongs to it; part of the running transaction.</summary>
    /// <param name="commit">What to write.</param>
    /// <param name="expected">The version that the decision was made on; <see cref="RowVersion.None"/> inserts.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The row's new version.</returns>
    /// <exception cref="StaleTicketException">The work to close is no longer the holder's.</exception>
    public async Task<RowVersion> Apply<TState>(Commit<TState> commit, RowVersion expected, CancellationToken cancellationToken)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (commit.Closes is { } ticket)
        {
            await Close(ticket, cancellationToken);
        }

        var entry = Entry(commit.Next);
        if (expected == RowVersion.None)
        {
            entry.State = EntityState.Added;
        }
        else
        {
            var version = entry.Property(CatalogueModel.Version);
            entry.Property(CatalogueModel.Sequence).CurrentValue = expected.Sequence;
            version.CurrentValue = expected.Version;
            entry.State = EntityState.Unchanged;
            entry.State = EntityState.Modified;
            version.CurrentValue = expected.Version + 1;
        }

        AddRange(commit.Inserts);
        await SaveChangesAsync(cancellationToken);
        await Owe(commit.Owes, cancellationToken);
        if (commit.Also is { } also)
        {
            await also(this, cancellationToken);
            await SaveChangesAsync(cancellationToken);
        }

        return new RowVersion(
            (long)entry.Property(CatalogueModel.Sequence).CurrentValue!,
            (long)entry.Property(CatalogueModel.Version).CurrentValue!);
    }

    /// <summary>The state with this id and its version, or null when there is no such row.</summary>
    public Task<Row<TState>?> Load<TState>(object id, CancellationToken cancellationToken)
        where TState : class =>
        Rows(model.State<TState>().HasId(id)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Owes work; a key that was ever owed is not owed again.</summary>
    public async Task Owe(IReadOnlyList<WorkItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (var item in items)
        {
            var createdAt = UtcMicroseconds.From(item.CreatedAt);
            var notBefore = item.NotBefore is { } time ? UtcMicroseconds.From(time) : (long?)null;
            var ids = await Database.SqlQuery<long>(
                $"""
                INSERT INTO work (kind, subject, key, created_at, correlation, trace, attempts, interruptions, fence, not_before)
                VALUES ({item.Kind}, {item.Subject}, {item.Key}, {createdAt}, {item.Correlation}, {item.Trace}, 0, 0, 0, {notBefore})
                ON CONFLICT (key) DO NOTHING
                RETURNING id
                """).ToListAsync(cancellationToken);
            _owed.AddRange(ids.Select(id => new WorkItem
            {
                Id = id,
                Kind = item.Kind,
                Subject = item.Subject,
                Key = item.Key,
                CreatedAt = item.CreatedAt,
                Correlation = item.Correlation,
                Trace = item.Trace,
                NotBefore = item.NotBefore,
            }));
        }
    }

    /// <summary>Closes work in the transaction that stores its effect.</summary>
    /// <exception cref="StaleTicketException">The work was settled, or handed to somebody else.</exception>
    public async Task Close(WorkTicket ticket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var now = await Now(cancellationToken);
        var closed = await Work
            .Where(work => work.Id == ticket.Id && work.Fence == ticket.Fence && work.DoneAt == null && work.DeadAt == null)
            .ExecuteUpdateAsync(
                work => work.SetProperty(item => item.DoneAt, now).SetProperty(item => item.LeasedUntil, (DateTimeOffset?)null),
                cancellationToken);
        if (closed == 0)
        {
            throw new StaleTicketException($"Attempt {ticket.Attempt} at work {ticket.Id} ({ticket.Kind} {ticket.Subject}) was replaced or settled.");
        }
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Complete();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Complete();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    internal void WillSignal(WorkItem item) => _owed.Add(item);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => model.Configure(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        model.Configure(modelBuilder);
        dialect.Configure(modelBuilder);
    }

    private IQueryable<Row<TState>> Rows<TState>(Expression<Func<TState, bool>> condition)
        where TState : class =>
        Set<TState>().AsNoTracking().Where(condition).Select(state => new Row<TState>(
            state,
            new RowVersion(EF.Property<long>(state, CatalogueModel.Sequence), EF.Property<long>(state, CatalogueModel.Version))));

    private void Complete()
    {
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Added or EntityState.Modified)
            {
                model.Find(entry.Metadata.ClrType)?.Complete(entry);
            }
        }
    }
}
