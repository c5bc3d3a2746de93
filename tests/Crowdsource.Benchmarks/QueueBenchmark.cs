using System.Diagnostics;
using System.Net.Http.Json;
using Crowdsource.Benchmarks.Peers;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Reviews;

namespace Crowdsource.Benchmarks;

/// <summary>A curator pages through 100,000 photos that wait: does the thousandth page cost more than the first?</summary>
internal static class QueueBenchmark
{
    private const int Photos = 100_000;
    private const int PageSize = 100;
    private const int FirstPages = 10;
    private const int Labels = 40;
    private const int Volunteers = 500;

    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<IReadOnlyList<Measurement>> Run()
    {
        await using var host = await BenchHost.Start(Fill);
        using var owner = host.Owner();
        await Walk(owner, FirstPages);
        var first = await Walk(owner, FirstPages);
        var all = await Walk(owner, int.MaxValue);
        if (all.Count < Photos / PageSize)
        {
            throw new InvalidOperationException($"The queue has {all.Count} pages, not {Photos / PageSize}.");
        }

        // What a page costs among the first thousand photos is the peer.
        return
        [
            Compare("p50", first, all, 0.5),
            Compare("p99", first, all, 0.99),
        ];
    }

    private static Measurement Compare(string what, List<double> first, List<double> all, double share)
    {
        var (ours, theirs) = (Percentile(all, share), Percentile(first, share));
        return new Measurement($"a page of the review queue with {Photos:#,0} photos, {what}", "ms", ours, "its first 1,000", theirs, theirs / ours);
    }

    private static double Percentile(List<double> values, double share) => values.Order().ElementAt((int)((values.Count - 1) * share));

    private static async Task<List<double>> Walk(HttpClient owner, int pages)
    {
        var milliseconds = new List<double>();
        string? next = null;
        do
        {
            var after = next is null ? "" : $"&after={Uri.EscapeDataString(next)}";
            var start = Stopwatch.GetTimestamp();
            var page = (await owner.GetFromJsonAsync<Protocol.Page<ReviewItem>>(
                $"/api/v1/campaigns/{BenchHost.Campaign}/reviews?limit={PageSize}{after}", BenchHost.Json))!;
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            next = page.Next;
        }
        while (next is not null && milliseconds.Count < pages);
        return milliseconds;
    }

    private static async Task Fill(string folder)
    {
        await using var catalogue = SqliteCatalogue.Open(
            new SqliteCatalogueOptions { Folder = folder }, CatalogueModel.Crowdsource, TimeProvider.System);
        var campaign = new CampaignState
        {
            Id = new CampaignId(BenchHost.Campaign),
            Name = "Benchmark",
            Labels = [.. Enumerable.Range(1, Labels).Select(label => new Label(new LabelId(label), $"label {label}", null, 200))],
            Consent = new ConsentText(1, "You agree.", "CC-BY-4.0"),
            CreatedAt = s_start,
        };
        await catalogue.Commit(new Commit<CampaignState>(campaign), RowVersion.None, CancellationToken.None);
        foreach (var chunk in Enumerable.Range(0, Photos).Chunk(2_000))
        {
            await catalogue.Write(
                async (db, token) =>
                {
                    db.AddRange(chunk.Select(Waiting));
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None);
        }
    }

    private static SubmissionState Waiting(int photo)
    {
        var volunteer = new Guid(photo % Volunteers + 1, 0, 0, new byte[8]);
        var digest = BlobDigest.Of(BitConverter.GetBytes(photo));
        return new SubmissionState
        {
            Id = new SubmissionId(Guid.CreateVersion7(s_start.AddSeconds(photo))),
            Campaign = new CampaignId(BenchHost.Campaign),
            Volunteer = new VolunteerId(volunteer),
            Contributor = new ContributorKey(volunteer),
            ClaimedLabel = new LabelId(1 + photo % Labels),
            Label = new LabelId(1 + photo % Labels),
            Upload = digest,
            UploadBytes = 100_000,
            CapturedAt = s_start.AddSeconds(photo),
            ReceivedAt = s_start.AddSeconds(photo),
            ConsentVersion = 1,
            Status = SubmissionStatus.InReview,
            Findings = new PhotoFindings(digest, digest, null, null, 2048, 1536, digest, photo, 900, 120),
        };
    }
}
