using System.Text;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests.Sqlite;

public sealed class DamageTests : IDisposable
{
    private static readonly CancellationToken s_now = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_truncated_database_is_refused_and_explained()
    {
        await Fill();
        var file = CatalogueFile.In(_folder.Path);
        using (var stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length / 2);
        }

        var refusal = Should.Throw<DamagedCatalogueException>(() => Open());

        refusal.Message.ShouldContain("crowdsource restore");
        CatalogueFile.Examine(_folder.Path).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_explained()
    {
        await Fill();
        var file = CatalogueFile.In(_folder.Path);
        await File.WriteAllBytesAsync(file, new byte[new FileInfo(file).Length]);
        using (var stream = File.OpenWrite(file))
        {
            stream.Write("nonsense"u8);
        }

        Should.Throw<DamagedCatalogueException>(() => Open()).Message.ShouldContain(file);
        CatalogueFile.Examine(_folder.Path).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_sound_database_has_no_findings()
    {
        await Fill();
        CatalogueFile.Examine(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_copy_made_while_writers_go_on_opens_with_what_was_committed()
    {
        using var elsewhere = new TemporaryFolder();
        await using (var catalogue = Open())
        {
            await Owe(catalogue, "before");
            await catalogue.Backup(CatalogueFile.In(elsewhere.Path), s_now);
            await Owe(catalogue, "after");
        }

        await using var copy = Open(elsewhere);
        (await new WorkQueue(copy, new WorkQueueOptions()).Open(null, 10, s_now)).Select(item => item.Key).ShouldBe(["before"]);
    }

    [Fact]
    public async Task Attempts_in_which_the_host_died_are_given_back_but_not_for_ever()
    {
        var options = new WorkQueueOptions { MaxAttempts = 3 };
        await using (var catalogue = Open())
        {
            await Owe(catalogue, "sound");
        }

        var deaths = 0;
        while (true)
        {
            // Disposed without a word about the work, as by a kill; what was interrupted before waits for a moment.
            await using var catalogue = Open();
            await catalogue.Write((db, token) => db.Work.ExecuteUpdateAsync(work => work.SetProperty(item => item.NotBefore, (DateTimeOffset?)null), token), s_now);
            if (await new WorkQueue(catalogue, options).Claim("job", TimeSpan.FromMinutes(1), s_now) is null)
            {
                break;
            }

            deaths++;
        }

        deaths.ShouldBeGreaterThan(20);
        deaths.ShouldBeLessThan(30);
        await using var last = Open();
        (await new WorkQueue(last, options).DeadLetters(10, s_now)).ShouldHaveSingleItem().LastError.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Work_that_was_interrupted_twice_lets_other_work_go_first()
    {
        for (var death = 0; death < 2; death++)
        {
            await using var catalogue = Open();
            await Owe(catalogue, "first");
            (await new WorkQueue(catalogue, new WorkQueueOptions()).Claim("job", TimeSpan.FromMinutes(1), s_now)).ShouldNotBeNull().Subject.ShouldBe("first");
        }

        await using var last = Open();
        await Owe(last, "second");
        (await new WorkQueue(last, new WorkQueueOptions()).Claim("job", TimeSpan.FromMinutes(1), s_now)).ShouldNotBeNull().Subject.ShouldBe("second");
    }

    [Fact]
    public async Task Deleted_rows_leave_no_bytes_in_the_file()
    {
        const string Secret = "52.5163,13.3777";
        await using (var catalogue = Open())
        {
            await Owe(catalogue, Secret);
        }

        (await File.ReadAllTextAsync(CatalogueFile.In(_folder.Path), Encoding.Latin1)).ShouldContain(Secret);
        await using (var catalogue = Open())
        {
            await catalogue.Write((db, token) => db.Work.ExecuteDeleteAsync(token), s_now);
        }

        (await File.ReadAllTextAsync(CatalogueFile.In(_folder.Path), Encoding.Latin1)).ShouldNotContain(Secret);
    }

    private async Task Fill()
    {
        await using var catalogue = Open();
        for (var item = 0; item < 200; item++)
        {
            await Owe(catalogue, $"{item} {new string('x', 500)}");
        }
    }

    private static Task Owe(SqliteCatalogue catalogue, string key) => catalogue.Write(
        (db, token) => db.Owe([new WorkItem { Kind = "job", Subject = key, Key = key, CreatedAt = DateTimeOffset.UnixEpoch }], token), s_now);

    private SqliteCatalogue Open(TemporaryFolder? folder = null) => SqliteCatalogue.Open(
        new SqliteCatalogueOptions { Folder = (folder ?? _folder).Path }, CatalogueModel.Crowdsource, TimeProvider.System);
}
