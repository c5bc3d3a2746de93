using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests;

/// <summary>What the work queue promises on every catalogue. A lease of a negative length has expired when it begins: no test sleeps.</summary>
public abstract class WorkQueueContract(TestDatabase database) : IDisposable
{
    private const string Kind = "deliver";
    private static readonly CancellationToken s_now = CancellationToken.None;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_expired = TimeSpan.FromMinutes(-5);

    private TestCatalogue Catalogue { get; } = new(Parcels.Model, database: database);

    public void Dispose()
    {
        Catalogue.Dispose();
        GC.SuppressFinalize(this);
    }

    private WorkQueue Queue => new(Catalogue, new WorkQueueOptions { MaxAttempts = 3 });

    [Fact]
    public async Task Work_is_claimed_once_oldest_first()
    {
        await Owe("k1", "k2");
        var first = (await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull();
        var second = (await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull();

        first.Subject.ShouldBe("subject of k1");
        first.Attempt.ShouldBe(1);
        second.Subject.ShouldBe("subject of k2");
        (await Queue.Claim(Kind, s_long, s_now)).ShouldBeNull();
        (await Queue.Claim("another kind", s_long, s_now)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_takers_each_gets_other_work()
    {
        await Owe([.. Enumerable.Range(0, 40).Select(number => $"k{number}")]);
        var tickets = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Task.Run(() => Queue.Claim(Kind, s_long, s_now))));
        tickets.OfType<WorkTicket>().Select(ticket => ticket.Id).Distinct().Count().ShouldBe(40);
        tickets.Count(ticket => ticket is null).ShouldBe(20);
    }

    [Fact]
    public async Task The_backlog_is_what_nobody_takes_care_of()
    {
        (await Queue.Backlog(Kind, s_now)).ShouldBe(new WorkBacklog(TimeSpan.Zero, 0));
        await Owe("k1", "k2");
        (await Queue.Backlog(Kind, s_now)).Oldest.ShouldBeGreaterThan(TimeSpan.FromDays(1));
        (await Queue.Backlog("another kind", s_now)).Oldest.ShouldBe(TimeSpan.Zero);

        await Queue.Claim(Kind, s_long, s_now);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Queue.Fail((await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull(), "broken", TimeSpan.Zero, s_now);
        }

        (await Queue.Backlog(Kind, s_now)).ShouldBe(new WorkBacklog(TimeSpan.Zero, 1));
    }

    [Fact]
    public async Task Named_work_is_claimed_by_one()
    {
        var id = (await Owe("k"))[0];
        (await Queue.Claim(id, s_long, s_now)).ShouldNotBeNull().Id.ShouldBe(id);
        (await Queue.Claim(id, s_long, s_now)).ShouldBeNull();
    }

    [Fact]
    public async Task Work_that_is_not_due_waits()
    {
        await Catalogue.Write((db, token) => db.Owe([Parcels.Delivery("later", TimeProvider.System.GetUtcNow().AddHours(1))], token), s_now);
        (await Queue.Claim(Kind, s_long, s_now)).ShouldBeNull();
        (await Queue.Open(Kind, 10, s_now)).ShouldBeEmpty();
        (await Queue.Count(s_now)).ShouldBe([new WorkCounts(Kind, Open: 0, Held: 0, Waiting: 1, Dead: 0, Done: 0)]);
    }

    [Fact]
    public async Task Postponed_work_keeps_its_attempts_and_whoever_lost_it_cannot_postpone_it()
    {
        var id = (await Owe("k"))[0];
        var before = (await Queue.Claim(id, s_expired, s_now)).ShouldNotBeNull();
        for (var time = 0; time < 10; time++)
        {
            var ticket = (await Queue.Claim(id, s_long, s_now)).ShouldNotBeNull();
            ticket.Attempt.ShouldBe(2);
            (await Queue.Postpone(before, "late", TimeSpan.Zero, s_now)).ShouldBeFalse();
            (await Queue.Postpone(ticket, "The disk is full.", TimeSpan.Zero, s_now)).ShouldBeTrue();
            (await Queue.Postpone(ticket, "again", TimeSpan.Zero, s_now)).ShouldBeFalse();
        }

        (await Queue.Postpone((await Queue.Claim(id, s_long, s_now)).ShouldNotBeNull(), "The disk is full.", s_long, s_now)).ShouldBeTrue();
        (await Queue.Claim(id, s_long, s_now)).ShouldBeNull();
        (await Queue.Count(s_now)).ShouldBe([new WorkCounts(Kind, Open: 0, Held: 0, Waiting: 1, Dead: 0, Done: 0)]);
    }

    [Fact]
    public async Task Who_was_cut_off_and_comes_back_is_refused()
    {
        await Owe("k");
        var dead = (await Queue.Claim(Kind, s_expired, s_now)).ShouldNotBeNull();
        var heir = (await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull();

        heir.Fence.ShouldBeGreaterThan(dead.Fence);
        heir.Attempt.ShouldBe(2);
        (await Queue.Renew(dead, s_long, s_now)).ShouldBeFalse();
        (await Queue.Complete(dead, s_now)).ShouldBeFalse();
        (await Queue.Fail(dead, "late", TimeSpan.Zero, s_now)).ShouldBe(WorkFailure.Stale);
        await Should.ThrowAsync<StaleTicketException>(
            () => Catalogue.Commit(new Commit<Parcel>(Parcels.Named("late")) { Closes = dead }, RowVersion.None, s_now));
        (await Catalogue.Load<Parcel>(new ParcelId("late"), s_now)).ShouldBeNull();

        await Catalogue.Commit(new Commit<Parcel>(Parcels.Named("in time")) { Closes = heir }, RowVersion.None, s_now);
        (await Queue.Claim(Kind, s_long, s_now)).ShouldBeNull();
        (await Queue.Complete(heir, s_now)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_renewed_lease_holds()
    {
        await Owe("k");
        var ticket = (await Queue.Claim(Kind, s_expired, s_now)).ShouldNotBeNull();
        (await Queue.Renew(ticket, s_long, s_now)).ShouldBeTrue();
        (await Queue.Claim(Kind, s_long, s_now)).ShouldBeNull();
    }

    [Fact]
    public async Task Open_work_is_what_nobody_holds()
    {
        await Owe("held", "expired", "failed", "done", "free");
        await Queue.Claim(Kind, s_long, s_now);
        await Queue.Claim(Kind, s_long, s_now);
        await Queue.Fail((await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull(), "try again", s_expired, s_now);
        await Queue.Complete((await Next("done")).ShouldNotBeNull(), s_now);
        await Catalogue.Write(
            (db, token) => db.Work.Where(item => item.Key == "expired")
                .ExecuteUpdateAsync(item => item.SetProperty(row => row.LeasedUntil, DateTimeOffset.UnixEpoch), token),
            s_now);

        (await Queue.Open(Kind, 10, s_now)).Select(item => item.Key).ShouldBe(["expired", "failed", "free"], ignoreOrder: true);
        (await Queue.Open(null, 2, s_now)).Count.ShouldBe(2);
        (await Queue.Count(s_now)).ShouldBe([new WorkCounts(Kind, Open: 3, Held: 1, Waiting: 0, Dead: 0, Done: 1)]);
    }

    [Fact]
    public async Task Work_that_keeps_failing_becomes_a_dead_letter_and_an_operator_can_retry_it()
    {
        var id = (await Owe("k"))[0];
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var ticket = (await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull();
            ticket.Attempt.ShouldBe(attempt);
            (await Queue.Fail(ticket, $"error {attempt}", TimeSpan.Zero, s_now))
                .ShouldBe(attempt < 3 ? WorkFailure.Retried : WorkFailure.GivenUp);
        }

        (await Queue.Claim(Kind, s_long, s_now)).ShouldBeNull();
        (await Queue.DeadLetters(10, s_now)).ShouldHaveSingleItem().LastError.ShouldBe("error 3");

        (await Queue.Retry(id, [], s_now)).ShouldBeTrue();
        (await Queue.Retry(id, [], s_now)).ShouldBeFalse();
        (await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull().Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Work_that_kills_its_holders_becomes_a_dead_letter_too()
    {
        await Owe("poison", "good");
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await Next("poison", s_expired)).ShouldNotBeNull().Attempt.ShouldBe(attempt);
        }

        (await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull().Subject.ShouldBe("subject of good");
        (await Queue.DeadLetters(10, s_now)).ShouldHaveSingleItem().Key.ShouldBe("poison");
    }

    [Fact]
    public async Task A_failed_attempt_waits_for_its_backoff()
    {
        await Owe("k");
        await Queue.Fail((await Queue.Claim(Kind, s_long, s_now)).ShouldNotBeNull(), "busy", TimeSpan.FromHours(1), s_now);
        (await Queue.Claim(Kind, s_long, s_now)).ShouldBeNull();
    }

    private async Task<List<long>> Owe(params string[] keys)
    {
        await Catalogue.Write((db, token) => db.Owe([.. keys.Select(key => Parcels.Delivery(key))], token), s_now);
        return await Catalogue.Read((db, token) => db.Work.OrderBy(item => item.Id).Select(item => item.Id).ToListAsync(token), s_now);
    }

    private async Task<WorkTicket?> Next(string key, TimeSpan? lease = null) => await Queue.Claim(
        await Catalogue.Read((db, token) => db.Work.Where(item => item.Key == key).Select(item => item.Id).SingleAsync(token), s_now),
        lease ?? s_long,
        s_now);
}
