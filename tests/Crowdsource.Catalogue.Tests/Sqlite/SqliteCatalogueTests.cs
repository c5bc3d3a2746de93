using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;
using Crowdsource.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests.Sqlite;

public sealed class SqliteCatalogueTests : IDisposable
{
    private static readonly CancellationToken s_now = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Units_that_wait_share_a_commit_and_one_that_fails_fails_alone()
    {
        var signal = new RememberedSignal();
        await using var catalogue = Open(signal);
        using var gate = new SemaphoreSlim(0);
        var first = catalogue.Write(async (_, token) => await gate.WaitAsync(token), s_now);
        var rest = Enumerable.Range(0, 50).Select(number => catalogue.Write(
            async (db, token) =>
            {
                await db.Apply(
                    new Commit<Parcel>(Parcels.Named($"p{number}")) { Owes = [Parcels.Delivery($"k{number}")] }, RowVersion.None, token);
                if (number % 10 == 3)
                {
                    throw new InvalidDataException($"unit {number}");
                }
            },
            s_now)).ToList();
        gate.Release();
        await first;
        await Task.WhenAll(rest.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));

        rest.Count(task => task.Exception?.InnerException is InvalidDataException).ShouldBe(5);
        rest.Count(task => task.IsCompletedSuccessfully).ShouldBe(45);
        (await catalogue.Read((db, token) => db.Set<Parcel>().CountAsync(token), s_now)).ShouldBe(45);
        signal.Items.Select(item => item.Key).Distinct().Count().ShouldBe(45);
        signal.Calls.ShouldBe(1, "the fifty waited together");
    }

    [Fact]
    public async Task A_unit_that_is_cancelled_while_it_waits_does_not_run()
    {
        await using var catalogue = Open();
        using var gate = new SemaphoreSlim(0);
        using var cancel = new CancellationTokenSource();
        var first = catalogue.Write(async (_, token) => await gate.WaitAsync(token), s_now);
        var ran = false;
        var second = catalogue.Write((_, _) => Task.FromResult(ran = true), cancel.Token);
        await cancel.CancelAsync();
        gate.Release();
        await first;
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        ran.ShouldBeFalse();
    }

    [Fact]
    public async Task A_unit_that_hangs_is_cut_off_and_the_next_one_runs()
    {
        await using var catalogue = SqliteCatalogue.Open(
            new SqliteCatalogueOptions { Folder = _folder.Path, UnitTimeout = TimeSpan.FromMilliseconds(50) },
            Parcels.Model, [(1, SqliteCatalogue.CreateScript(Parcels.Model))], TimeProvider.System, null);
        await Should.ThrowAsync<OperationCanceledException>(
            () => catalogue.Write((_, token) => new TaskCompletionSource().Task.WaitAsync(token), s_now));
        (await catalogue.Write((_, _) => Task.FromResult(7), s_now)).ShouldBe(7);
    }

    [Fact]
    public async Task Work_that_a_dead_process_held_is_open_at_once_when_its_folder_is_opened_again()
    {
        await using (var before = Open())
        {
            await before.Write((db, token) => db.Owe([Parcels.Delivery("k")], token), s_now);
            (await new WorkQueue(before, new WorkQueueOptions()).Claim("deliver", TimeSpan.FromHours(1), s_now)).ShouldNotBeNull().Fence.ShouldBe(1);
        }

        await using var after = Open();
        (await new WorkQueue(after, new WorkQueueOptions()).Claim("deliver", TimeSpan.FromHours(1), s_now)).ShouldNotBeNull().Fence.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        await using (var catalogue = Open())
        {
            await catalogue.Commit(new Commit<Parcel>(Parcels.Named("a")), RowVersion.None, s_now);
        }

        await using var again = Open();
        (await again.Load<Parcel>(new ParcelId("a"), s_now)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_second_host_is_told_who_has_the_folder()
    {
        await using var catalogue = Open();
        Should.Throw<DataFolderInUseException>(() => Open()).Message.ShouldContain($"process {Environment.ProcessId}");
    }

    [Fact]
    public async Task The_folder_is_free_again_after_a_failed_start_and_after_a_stop()
    {
        Should.Throw<SqliteException>(() => SqliteCatalogue.Open(
            new SqliteCatalogueOptions { Folder = _folder.Path }, Parcels.Model, [(1, "NOT SQL")], TimeProvider.System, null));
        await Open().DisposeAsync();
        await Open().DisposeAsync();
    }

    [Fact]
    public async Task A_newer_schema_is_left_alone()
    {
        await Open().DisposeAsync();
        Execute("INSERT INTO schema_version VALUES (99, 0)");
        Should.Throw<UnsupportedSchemaException>(() => Open()).Message.ShouldContain("99");
    }

    [Fact]
    public async Task An_upgrade_backs_up_first_and_keeps_the_rows()
    {
        await using (var catalogue = Open())
        {
            await catalogue.Commit(new Commit<Parcel>(Parcels.Named("a")), RowVersion.None, s_now);
        }

        var script = SqliteCatalogue.CreateScript(Parcels.Model);
        await using (var upgraded = SqliteCatalogue.Open(
            new SqliteCatalogueOptions { Folder = _folder.Path }, Parcels.Model,
            [(1, script), (2, "CREATE TABLE further (id INTEGER)")], TimeProvider.System, null))
        {
            (await upgraded.Load<Parcel>(new ParcelId("a"), s_now)).ShouldNotBeNull();
        }

        var backup = Directory.GetFiles(_folder.Path, "*.backup").ShouldHaveSingleItem();
        using var connection = new SqliteConnection($"Data Source={backup};Pooling=false");
        connection.Open();
        SchemaMigrations.Scalar(connection, "SELECT COUNT(*) FROM parcels").ShouldBe(1L);
        SchemaMigrations.Scalar(connection, "SELECT MAX(version) FROM schema_version").ShouldBe(1L);
    }

    [Fact]
    public async Task A_failed_migration_changes_nothing()
    {
        await Open().DisposeAsync();
        var script = SqliteCatalogue.CreateScript(Parcels.Model);
        Should.Throw<SqliteException>(() => SqliteCatalogue.Open(
            new SqliteCatalogueOptions { Folder = _folder.Path }, Parcels.Model,
            [(1, script), (2, "CREATE TABLE half (id INTEGER); NOT SQL")], TimeProvider.System, null));
        await using var again = Open();
        (await again.Read((db, token) => db.Database
            .SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = 'half'").SingleAsync(token), s_now)).ShouldBe(0);
    }

    private SqliteCatalogue Open(IWorkSignal? signal = null) => SqliteCatalogue.Open(
        new SqliteCatalogueOptions { Folder = _folder.Path },
        Parcels.Model,
        [(1, SqliteCatalogue.CreateScript(Parcels.Model))],
        TimeProvider.System,
        signal);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("catalogue.db")};Pooling=false");
        connection.Open();
        SchemaMigrations.Execute(connection, sql);
    }

    private sealed class RememberedSignal : IWorkSignal
    {
        public List<WorkItem> Items { get; } = [];

        public int Calls { get; private set; }

        public void Owed(IReadOnlyList<WorkItem> items)
        {
            Calls++;
            Items.AddRange(items);
        }
    }
}
