using System.Data.Common;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests;

/// <summary>What every catalogue promises, whatever database is behind it.</summary>
public abstract class CatalogueContract(TestDatabase database) : IDisposable
{
    private static readonly CancellationToken s_now = CancellationToken.None;

    /// <summary>Empty, with the tables of <see cref="Parcels.Model"/>.</summary>
    private TestCatalogue Catalogue { get; } = new(Parcels.Model, database: database);

    public void Dispose()
    {
        Catalogue.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_state_comes_back_as_it_was_stored()
    {
        var thing = new Thing("lamp", new ShelfId(7), DateTimeOffset.UnixEpoch.AddDays(20_000).AddTicks(10));
        var parcel = new Parcel
        {
            Id = new ParcelId("a"),
            Name = "Ünïcode 'quoted' 🍎",
            Size = ParcelSize.Large,
            At = new DateTimeOffset(2026, 11, 1, 12, 0, 0, 123, 456, TimeSpan.FromHours(2)),
            SentAt = null,
            Things = [thing, thing with { Shelf = null }],
            Best = thing,
            Shelf = new ShelfId(3),
            Weight = 0.1,
            Neighbours = Parcels.Named("x").Neighbours.Add(new ShelfId(1), new ParcelId("b")),
        };
        await Catalogue.Commit(new Commit<Parcel>(parcel), RowVersion.None, s_now);

        var row = (await Catalogue.Load<Parcel>(parcel.Id, s_now)).ShouldNotBeNull();

        row.State.Things.ShouldBe(parcel.Things);
        row.State.Neighbours.ShouldBe(parcel.Neighbours);
        row.State.ShouldBe(parcel with { Things = row.State.Things, Neighbours = row.State.Neighbours });
        row.Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_id_has_no_row() =>
        (await Catalogue.Load<Parcel>(new ParcelId("nobody"), s_now)).ShouldBeNull();

    [Fact]
    public async Task Each_write_raises_the_version()
    {
        var first = await Store(Parcels.Named("a"));
        var second = await Catalogue.Commit(new Commit<Parcel>(Parcels.Named("a") with { Weight = 2 }), first, s_now);

        second.ShouldBe(first with { Version = 2 });
        var row = (await Catalogue.Load<Parcel>(new ParcelId("a"), s_now)).ShouldNotBeNull();
        row.Version.ShouldBe(second);
        row.State.Weight.ShouldBe(2);
    }

    [Fact]
    public async Task The_second_of_two_writers_loses_and_leaves_nothing_behind()
    {
        var read = await Store(Parcels.Named("a"));
        await Catalogue.Commit(new Commit<Parcel>(Parcels.Named("a") with { Weight = 1 }), read, s_now);

        var second = new Commit<Parcel>(Parcels.Named("a") with { Weight = 2 })
        {
            Owes = [Parcels.Delivery("lost")],
            Inserts = [new Stamp(new ParcelId("a"), "lost", 1)],
        };
        await Should.ThrowAsync<CatalogueConflictException>(() => Catalogue.Commit(second, read, s_now));

        (await Catalogue.Load<Parcel>(new ParcelId("a"), s_now)).ShouldNotBeNull().State.Weight.ShouldBe(1);
        (await Catalogue.Read((db, token) => db.Set<Stamp>().CountAsync(token), s_now)).ShouldBe(0);
        (await Catalogue.Read((db, token) => db.Work.CountAsync(token), s_now)).ShouldBe(0);
    }

    [Fact]
    public async Task The_second_of_two_births_loses()
    {
        await Store(Parcels.Named("a"));
        await Should.ThrowAsync<CatalogueConflictException>(() => Store(Parcels.Named("a")));
    }

    [Fact]
    public async Task A_unique_key_that_is_derived_is_held()
    {
        await Store(Parcels.Named("Ada"));
        await Should.ThrowAsync<CatalogueConflictException>(() => Store(Parcels.Named("aDA")));
    }

    [Fact]
    public async Task A_ledger_counts_a_reason_once()
    {
        var stamp = new Stamp(new ParcelId("a"), "accepted", 5);
        var read = await Catalogue.Commit(new Commit<Parcel>(Parcels.Named("a")) { Inserts = [stamp] }, RowVersion.None, s_now);

        await Should.ThrowAsync<CatalogueConflictException>(
            () => Catalogue.Commit(new Commit<Parcel>(Parcels.Named("a")) { Inserts = [stamp with { Price = 6 }] }, read, s_now));

        (await Catalogue.Read((db, token) => db.Set<Stamp>().SumAsync(row => row.Price, token), s_now)).ShouldBe(5);
    }

    [Fact]
    public async Task What_a_state_owes_is_owed_once()
    {
        var read = await Catalogue.Commit(
            new Commit<Parcel>(Parcels.Named("a")) { Owes = [Parcels.Delivery("k")] }, RowVersion.None, s_now);
        await Catalogue.Commit(
            new Commit<Parcel>(Parcels.Named("a")) { Owes = [Parcels.Delivery("k"), Parcels.Delivery("l")] }, read, s_now);

        var owed = await Catalogue.Read((db, token) => db.Work.OrderBy(item => item.Id).Select(item => item.Key).ToListAsync(token), s_now);
        owed.ShouldBe(["k", "l"]);
    }

    [Fact]
    public async Task What_else_belongs_to_a_commit_is_stored_with_it()
    {
        await Store(Parcels.Named("other"));
        await Catalogue.Commit(
            new Commit<Parcel>(Parcels.Named("a"))
            {
                Also = (db, token) => db.Set<Parcel>().Where(parcel => parcel.Name == "other")
                    .ExecuteUpdateAsync(parcel => parcel.SetProperty(row => row.Weight, 9), token),
            },
            RowVersion.None,
            s_now);
        (await Catalogue.Load<Parcel>(new ParcelId("other"), s_now)).ShouldNotBeNull().State.Weight.ShouldBe(9);
    }

    [Fact]
    public async Task A_unit_that_throws_leaves_nothing_behind()
    {
        await Should.ThrowAsync<InvalidDataException>(() => Catalogue.Write(
            async (db, token) =>
            {
                await db.Apply(new Commit<Parcel>(Parcels.Named("a")), RowVersion.None, token);
                throw new InvalidDataException();
            },
            s_now));
        (await Catalogue.Load<Parcel>(new ParcelId("a"), s_now)).ShouldBeNull();
    }

    [Fact]
    public async Task States_are_found_by_ids_times_enums_and_derived_columns()
    {
        var early = DateTimeOffset.UnixEpoch.AddYears(50);
        await Store(Parcels.Named("a") with { At = early, Shelf = new ShelfId(1), Best = new Thing("x", null, early) });
        await Store(Parcels.Named("b") with { At = early.AddTicks(10), Shelf = new ShelfId(2), Size = ParcelSize.Large });

        var shelf = new ShelfId(1);
        (await Names(parcels => parcels.Where(parcel => parcel.Shelf == shelf))).ShouldBe(["a"]);
        (await Names(parcels => parcels.Where(parcel => parcel.At > early))).ShouldBe(["b"]);
        (await Names(parcels => parcels.Where(parcel => parcel.Size == ParcelSize.Large))).ShouldBe(["b"]);
        (await Names(parcels => parcels.Where(parcel => EF.Property<DateTimeOffset?>(parcel, "BestSince") == early))).ShouldBe(["a"]);
        (await Names(parcels => parcels.OrderByDescending(parcel => parcel.At))).ShouldBe(["b", "a"]);
    }

    [Fact]
    public async Task Text_sorts_by_code_points()
    {
        foreach (var name in new[] { "b", "A", "é", "a1", "B2" })
        {
            await Store(Parcels.Named(name));
        }

        (await Names(parcels => parcels.OrderBy(parcel => parcel.Name))).ShouldBe(["A", "B2", "a1", "b", "é"]);
    }

    [Fact]
    public async Task Pages_follow_the_order_of_insertion_while_rows_are_added()
    {
        for (var number = 0; number < 5; number++)
        {
            await Store(Parcels.Named($"p{number}"));
        }

        var first = await Catalogue.Read((db, token) => db.Set<Parcel>().Newest(null, 2, token), s_now);
        await Store(Parcels.Named("late"));
        var second = await Catalogue.Read((db, token) => db.Set<Parcel>().Newest(first.Next, 2, token), s_now);
        var third = await Catalogue.Read((db, token) => db.Set<Parcel>().Newest(second.Next, 2, token), s_now);

        first.Items.Select(parcel => parcel.Name).ShouldBe(["p4", "p3"]);
        second.Items.Select(parcel => parcel.Name).ShouldBe(["p2", "p1"]);
        third.Items.Select(parcel => parcel.Name).ShouldBe(["p0"]);
        third.Next.ShouldBeNull();

        var oldest = await Catalogue.Read((db, token) => db.Set<Parcel>().Oldest(null, 5, token), s_now);
        oldest.Items.Select(parcel => parcel.Name).ShouldBe(["p0", "p1", "p2", "p3", "p4"]);
        (await Catalogue.Read((db, token) => db.Set<Parcel>().Oldest(oldest.Next, 5, token), s_now))
            .Items.Select(parcel => parcel.Name).ShouldBe(["late"]);
    }

    [Fact]
    public async Task Closing_work_twice_is_refused_with_everything_that_came_with_it()
    {
        await Catalogue.Commit(new Commit<Parcel>(Parcels.Named("a")) { Owes = [Parcels.Delivery("k")] }, RowVersion.None, s_now);
        var id = await Catalogue.Read((db, token) => db.Work.Select(item => item.Id).SingleAsync(token), s_now);
        var read = (await Catalogue.Load<Parcel>(new ParcelId("a"), s_now)).ShouldNotBeNull().Version;
        var ticket = new WorkTicket(id, "deliver", "subject", 0, 0);

        var done = await Catalogue.Commit(new Commit<Parcel>(Parcels.Named("a") with { Weight = 1 }) { Closes = ticket }, read, s_now);
        await Should.ThrowAsync<StaleTicketException>(
            () => Catalogue.Commit(new Commit<Parcel>(Parcels.Named("a") with { Weight = 2 }) { Closes = ticket }, done, s_now));

        (await Catalogue.Load<Parcel>(new ParcelId("a"), s_now)).ShouldNotBeNull().State.Weight.ShouldBe(1);
    }

    [Fact]
    public async Task A_unit_within_a_unit_is_refused_instead_of_waiting_for_ever()
    {
        await Should.ThrowAsync<InvalidOperationException>(
            () => Catalogue.Write((_, token) => Catalogue.Write((_, _) => Task.FromResult(1), token), s_now));
    }

    [Fact]
    public async Task A_signal_that_fails_stops_nobody()
    {
        await using var catalogue = new TestCatalogue(Parcels.Model, new BrokenSignal(), database: database);
        await catalogue.Write((db, token) => db.Owe([Parcels.Delivery("k")], token), s_now);
        (await catalogue.Write((db, token) => db.Work.CountAsync(token), s_now)).ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_sees_one_moment_while_writers_go_on()
    {
        var counts = await Catalogue.Read(
            async (db, token) =>
            {
                var before = await db.Set<Parcel>().CountAsync(token);
                await Task.Run(() => Catalogue.Commit(new Commit<Parcel>(Parcels.Named("a")), RowVersion.None, token), token);
                return (before, after: await db.Set<Parcel>().CountAsync(token));
            },
            s_now);
        counts.ShouldBe((0, 0));
        (await Catalogue.Read((db, token) => db.Set<Parcel>().CountAsync(token), s_now)).ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await Should.ThrowAsync<DbException>(
            () => Catalogue.Read((db, token) => db.Work.ExecuteDeleteAsync(token), s_now));
    }

    private Task<RowVersion> Store(Parcel parcel) => Catalogue.Commit(new Commit<Parcel>(parcel), RowVersion.None, s_now);

    private Task<List<string>> Names(Func<IQueryable<Parcel>, IQueryable<Parcel>> query) =>
        Catalogue.Read((db, token) => query(db.Set<Parcel>()).Select(parcel => parcel.Name).ToListAsync(token), s_now);

    private sealed class BrokenSignal : IWorkSignal
    {
        public void Owed(IReadOnlyList<WorkItem> items) => throw new InvalidOperationException("The dispatcher is gone.");
    }
}
