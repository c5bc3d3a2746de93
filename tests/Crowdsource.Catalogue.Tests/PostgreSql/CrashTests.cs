using System.Collections.Concurrent;
using Crowdsource.Catalogue.PostgreSql;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests.PostgreSql;

public sealed class CrashTests : IDisposable
{
    private const int Writers = 8;
    private static readonly CancellationToken s_now = CancellationToken.None;

    private readonly PostgreSqlServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_server_was_killed_and_writers_go_on_by_themselves()
    {
        await using var catalogue = await Open();
        var acknowledged = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var someBefore = new TaskCompletionSource();
        var someAfter = new TaskCompletionSource();
        var crashedAt = int.MaxValue;
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var parcel = 0; !stop.IsCancellationRequested; parcel++)
            {
                var name = $"{writer}/{parcel}";
                try
                {
                    await catalogue.Commit(
                        new Commit<Parcel>(Parcels.Named(name)) { Owes = [Parcels.Delivery(name)] }, RowVersion.None, s_now);
                }
                catch (Exception exception) when (exception is not CatalogueConflictException)
                {
                    // The server died during the commit, or was away for longer than a unit waits: nobody was told that it is stored.
                    continue;
                }

                acknowledged.Add(name);
                if (acknowledged.Count > 100)
                {
                    someBefore.TrySetResult();
                }

                if (acknowledged.Count > (long)Volatile.Read(ref crashedAt) + 100)
                {
                    someAfter.TrySetResult();
                }
            }
        })).ToList();

        await someBefore.Task;
        _server.Crash();
        Volatile.Write(ref crashedAt, acknowledged.Count);
        _server.StartAgain();
        await someAfter.Task;
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        var stored = await catalogue.Read((db, token) => db.Set<Parcel>().Select(parcel => parcel.Name).ToListAsync(token), s_now);
        var owed = await catalogue.Read((db, token) => db.Work.Select(work => work.Key).ToListAsync(token), s_now);
        acknowledged.Except(stored).ShouldBeEmpty();
        owed.ShouldBe(stored, ignoreOrder: true);
        (stored.Count - acknowledged.Count).ShouldBeLessThanOrEqualTo(Writers, "only what was being committed may be stored without an answer");
    }

    [Fact]
    public async Task A_server_that_stays_away_is_told_from_a_fault_and_is_found_again_when_it_is_back()
    {
        await using var catalogue = await Open(TimeSpan.FromSeconds(1));
        _server.Crash();

        await Should.ThrowAsync<CatalogueUnavailableException>(() => catalogue.Commit(new Commit<Parcel>(Parcels.Named("away")), RowVersion.None, s_now));
        await Should.ThrowAsync<CatalogueUnavailableException>(() => catalogue.Read((db, token) => db.Set<Parcel>().CountAsync(token), s_now));

        _server.StartAgain();
        await catalogue.Commit(new Commit<Parcel>(Parcels.Named("back")), RowVersion.None, s_now);
        (await catalogue.Read((db, token) => db.Set<Parcel>().CountAsync(token), s_now)).ShouldBe(1);
    }

    private async Task<PostgreSqlCatalogue> Open(TimeSpan? unitTimeout = null)
    {
        var schema = _server.CreateSchema();
        List<(int, string)> scripts = [(1, PostgreSqlCatalogue.CreateScript(Parcels.Model))];
        await PostgreSqlSchema.Migrate(schema, scripts, s_now);
        return PostgreSqlCatalogue.Open(
            new PostgreSqlCatalogueOptions { ConnectionString = schema, UnitTimeout = unitTimeout ?? TimeSpan.FromSeconds(10) },
            Parcels.Model, scripts, TimeProvider.System, null);
    }
}
