using Crowdsource.Catalogue.Blobs;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.PostgreSql;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests.PostgreSql;

/// <summary>What only several processes show: two catalogues that know of each other by the server alone.</summary>
public sealed class ManyWritersTests : IAsyncLifetime
{
    private static readonly CancellationToken s_now = CancellationToken.None;
    private static readonly DateTimeOffset s_time = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly BlobDigest s_photo = BlobDigest.Of([1, 2, 3]);

    private readonly string _schema = PostgreSqlServer.Shared.CreateSchema();
    private PostgreSqlCatalogue _here = null!;
    private PostgreSqlCatalogue _there = null!;

    private PostgreSqlCatalogue[] Both => [_here, _there];

    public async ValueTask InitializeAsync()
    {
        await PostgreSqlSchema.Migrate(_schema, s_now);
        (_here, _there) = (Open(TimeProvider.System), Open(TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
        PostgreSqlServer.Shared.DropSchema(_schema);
    }

    [Fact]
    public async Task Of_a_thousand_pieces_of_work_each_is_taken_and_settled_once()
    {
        await _here.Write((db, token) => db.Owe([.. Enumerable.Range(0, 1000).Select(number => Parcels.Delivery($"k{number}"))], token), s_now);
        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(taker => Task.Run(() => Take(Both[taker % 2]))));

        taken.SelectMany(tickets => tickets).Select(ticket => ticket.Subject).Distinct().Count().ShouldBe(1000);
        taken.Sum(tickets => tickets.Count).ShouldBe(1000);
        taken.Chunk(2).ShouldAllBe(pair => pair.Any(tickets => tickets.Count > 0));
        (await new WorkQueue(_there, new WorkQueueOptions()).Count(s_now)).ShouldBe([new WorkCounts("deliver", 0, 0, 0, 0, Done: 1000)]);
    }

    [Fact]
    public async Task Of_two_that_want_the_same_key_one_gets_it()
    {
        for (var race = 0; race < 20; race++)
        {
            var campaign = new Commit<CampaignState>(Campaign($"race-{race}"));
            var outcomes = await Task.WhenAll(Both.Select(catalogue => Task.Run(() => Wins(() => catalogue.Commit(campaign, RowVersion.None, s_now)))));
            outcomes.ShouldBe([true, false], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Who_adds_a_row_unless_it_is_there_is_never_told_of_a_conflict()
    {
        for (var race = 0; race < 20; race++)
        {
            var campaign = Campaign($"race-{race}");
            var added = await Overlapping(
                (db, token) => db.Set<CampaignState>().AnyAsync(row => row.Id == campaign.Id, token),
                async (db, isThere, _, token) =>
                {
                    if (!isThere)
                    {
                        await db.Apply(new Commit<CampaignState>(campaign), RowVersion.None, token);
                    }

                    return !isThere;
                },
                conflict: _ => throw new InvalidOperationException("It is told of a conflict."));
            added.ShouldBe([true, false], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task What_a_unit_saw_is_still_true_when_it_is_stored()
    {
        foreach (var name in new[] { "here", "there" })
        {
            await _here.Commit(new Commit<CampaignState>(Campaign(name)), RowVersion.None, s_now);
        }

        // Each goes only because the other stays, and neither touches the other's row.
        var gone = await Overlapping(
            async (db, token) => await db.Set<CampaignState>().CountAsync(token) == 2,
            async (db, stays, which, token) => stays
                && await db.Set<CampaignState>().Where(row => row.Id == Campaign(which == 0 ? "here" : "there").Id).ExecuteDeleteAsync(token) == 1);

        gone.ShouldBe([true, false], ignoreOrder: true);
        (await _here.Read((db, token) => db.Set<CampaignState>().CountAsync(token), s_now)).ShouldBe(1);
    }

    [Fact]
    public async Task Numbers_that_follow_the_highest_have_no_gaps_and_no_twins()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 30).Select(writer => Task.Run(() => Both[writer % 2].Write(
            async (db, token) =>
            {
                var next = (await db.Set<WithdrawnPhoto>().MaxAsync(row => (DateTimeOffset?)row.At, token) ?? s_time).AddSeconds(1);
                db.Add(new WithdrawnPhoto { Campaign = new CampaignId("fruit"), Photo = s_photo, At = next });
                await db.SaveChangesAsync(token);
                return (next - s_time).TotalSeconds;
            },
            s_now))));

        numbers.Order().ShouldBe(Enumerable.Range(1, 30).Select(number => (double)number));
    }

    [Fact]
    public async Task A_sweep_and_a_commit_that_refers_to_the_blob_do_not_both_win()
    {
        for (var race = 0; race < 10; race++)
        {
            var digest = BlobDigest.Of([1, (byte)race]);
            var mark = await _here.Write(
                async (db, token) =>
                {
                    await db.Condemn(BlobKind.Upload, [digest], s_time, token);
                    return await db.SweepMark(token);
                },
                s_now);

            var won = await Overlapping(
                (db, token) => db.IsReferred(BlobKind.Upload, digest, token),
                async (db, isReferred, which, token) =>
                {
                    if (which == 0)
                    {
                        var condemned = db.Set<CondemnedBlob>().Where(blob => blob.Digest == digest);
                        return !isReferred && await condemned.ExecuteUpdateAsync(blob => blob.SetProperty(row => row.Deleting, true), token) == 1;
                    }

                    await db.Apply(new Commit<SubmissionState>(Photo(digest)), RowVersion.None, token);
                    await db.Refer(BlobKind.Upload, [digest], mark, token);
                    return true;
                });

            won.ShouldBe([true, false], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task What_others_wrote_shows_within_a_second()
    {
        var clock = new FakeTimeProvider();
        await using var reader = Open(clock);
        var before = reader.Stamp;
        reader.Stamp.ShouldBe(before);
        await _there.Commit(new Commit<CampaignState>(Campaign("a")), RowVersion.None, s_now);
        clock.Advance(TimeSpan.FromSeconds(1));
        var after = reader.Stamp;
        after.ShouldNotBe(before);

        await reader.Commit(new Commit<CampaignState>(Campaign("b")), RowVersion.None, s_now);
        reader.Stamp.ShouldNotBe(after, "its own writes show at once");
    }

    /// <summary>Two units, here and there, which both look before either writes; false for one that was told of a conflict.</summary>
    private async Task<bool[]> Overlapping<T>(
        Func<CatalogueDb, CancellationToken, Task<T>> look,
        Func<CatalogueDb, T, int, CancellationToken, Task<bool>> write,
        Func<CatalogueConflictException, bool>? conflict = null)
    {
        using var bothLooked = new Barrier(2);
        return await Task.WhenAll(Both.Select((catalogue, which) => Task.Run(async () =>
        {
            var isFirstTime = true;
            try
            {
                return await catalogue.Write(
                    async (db, token) =>
                    {
                        var seen = await look(db, token);
                        if (isFirstTime)
                        {
                            isFirstTime = false;
                            bothLooked.SignalAndWait(token);
                        }

                        return await write(db, seen, which, token);
                    },
                    s_now);
            }
            catch (CatalogueConflictException exception)
            {
                return conflict?.Invoke(exception) ?? false;
            }
        })));
    }

    private static async Task<bool> Wins(Func<Task> commit)
    {
        try
        {
            await commit();
            return true;
        }
        catch (CatalogueConflictException)
        {
            return false;
        }
    }

    private static async Task<List<WorkTicket>> Take(PostgreSqlCatalogue catalogue)
    {
        var queue = new WorkQueue(catalogue, new WorkQueueOptions());
        var tickets = new List<WorkTicket>();
        while (await queue.Claim("deliver", TimeSpan.FromMinutes(5), s_now) is { } ticket)
        {
            tickets.Add(ticket);
            (await queue.Complete(ticket, s_now)).ShouldBeTrue();
        }

        return tickets;
    }

    private static CampaignState Campaign(string id) => new()
    {
        Id = new CampaignId(id),
        Name = id,
        Labels = [],
        Consent = new ConsentText(1, "I agree.", "CC-BY-4.0"),
        CreatedAt = s_time,
    };

    private static SubmissionState Photo(BlobDigest digest) => new()
    {
        Id = new SubmissionId(Guid.CreateVersion7(s_time)),
        Campaign = new CampaignId("fruit"),
        Volunteer = new VolunteerId(Guid.NewGuid()),
        Contributor = new ContributorKey(Guid.NewGuid()),
        ClaimedLabel = new LabelId(1),
        Label = new LabelId(1),
        Upload = digest,
        UploadBytes = 3,
        CapturedAt = s_time,
        ReceivedAt = s_time,
        ConsentVersion = 1,
        Status = SubmissionStatus.Received,
    };

    private PostgreSqlCatalogue Open(TimeProvider clock) => PostgreSqlCatalogue.Open(
        new PostgreSqlCatalogueOptions { ConnectionString = _schema }, CatalogueModel.Crowdsource, clock);
}
