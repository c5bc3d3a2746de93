using Crowdsource.Catalogue.Hosts;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests;

/// <summary>What turns promise on every catalogue.</summary>
public abstract class TurnsContract(TestDatabase database) : IDisposable
{
    private static readonly CancellationToken s_now = CancellationToken.None;
    private readonly FakeTimeProvider _clock = new();

    private TestCatalogue Catalogue { get; } = new(database: database);

    public void Dispose()
    {
        Catalogue.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Of_several_hosts_one_has_the_turn_and_keeps_it()
    {
        var hosts = Enumerable.Range(0, 8).Select(_ => Host()).ToList();

        var first = await Task.WhenAll(hosts.Select(host => Task.Run(() => host.Take("sweep", s_now).AsTask())));
        _clock.Advance(Turns.AtLeast * 3);
        var again = await Task.WhenAll(hosts.Select(host => host.Take("sweep", s_now).AsTask()));

        first.Count(took => took).ShouldBe(1);
        again.ShouldBe(first);
    }

    [Fact]
    public async Task Each_kind_of_turn_is_its_own()
    {
        (await Host().Take("sweep", s_now)).ShouldBeTrue();
        (await Host().Take("announce", s_now)).ShouldBeTrue();
    }

    [Fact]
    public async Task When_its_holder_is_never_heard_of_again_another_takes_over_and_the_first_is_told()
    {
        var (first, second) = (Host(), Host());
        await first.Take("sweep", s_now);
        await Expire("sweep");

        (await second.Take("sweep", s_now)).ShouldBeTrue();

        _clock.Advance(Turns.AtLeast * 3);
        (await first.Take("sweep", s_now)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_just_taken_is_not_asked_for_again()
    {
        var host = Host();
        await host.Take("sweep", s_now);
        await Catalogue.Write((db, token) => db.Set<TurnRow>().ExecuteDeleteAsync(token), s_now);

        _clock.Advance(Turns.AtLeast / 2);
        (await host.Take("sweep", s_now)).ShouldBeTrue();
        (await Rows()).ShouldBe(0);

        _clock.Advance(Turns.AtLeast);
        (await host.Take("sweep", s_now)).ShouldBeTrue();
        (await Rows()).ShouldBe(1);
    }

    [Fact]
    public async Task A_turn_that_was_left_is_free()
    {
        var (first, second) = (Host(), Host());
        await first.Take("sweep", s_now);
        await second.Leave("sweep", s_now);
        (await second.Take("sweep", s_now)).ShouldBeFalse("only its holder leaves a turn");

        await first.Leave("sweep", s_now);

        (await second.Take("sweep", s_now)).ShouldBeTrue();
        (await first.Take("sweep", s_now)).ShouldBeFalse();
    }

    private Turns Host() => new(Catalogue, _clock);

    private Task Expire(string name) => Catalogue.Write(
        async (db, token) =>
        {
            var past = await db.Now(token) - TimeSpan.FromSeconds(1);
            await db.Set<TurnRow>().Where(turn => turn.Name == name)
                .ExecuteUpdateAsync(turn => turn.SetProperty(row => row.Until, past), token);
        },
        s_now);

    private Task<int> Rows() => Catalogue.Read((db, token) => db.Set<TurnRow>().CountAsync(token), s_now);
}
