using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Domain.Access;
using Crowdsource.Testing;

namespace Crowdsource.Benchmarks;

/// <summary>Durable commits by 64 callers: group commit against one fsync each, the same catalogue otherwise.</summary>
internal static class CommitBenchmark
{
    private const int Callers = 64;
    private const int CommitsPerCaller = 8;

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        using var ours = new TemporaryFolder();
        using var peers = new TemporaryFolder();
        await using var grouped = Open(ours, maxBatch: 256);
        await using var single = Open(peers, maxBatch: 1);
        var score = await Duel.Fight(rounds: 7, Callers * CommitsPerCaller, () => Commit(grouped), () => Commit(single));
        return [Measurement.Of($"durable commits, {Callers} callers", "commits/s", "one fsync per commit", score)];
    }

    private static SqliteCatalogue Open(TemporaryFolder folder, int maxBatch) => SqliteCatalogue.Open(
        new SqliteCatalogueOptions { Folder = folder.Path, MaxBatch = maxBatch }, CatalogueModel.Crowdsource, TimeProvider.System);

    private static Task Commit(SqliteCatalogue catalogue) => Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
    {
        for (var commit = 0; commit < CommitsPerCaller; commit++)
        {
            var token = new TokenState
            {
                Id = Guid.NewGuid(),
                Hash = Guid.NewGuid().ToString("N"),
                Scope = TokenScope.App,
                Name = "benchmark",
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            await catalogue.Commit(new Commit<TokenState>(token), RowVersion.None, CancellationToken.None);
        }
    }));
}
