using Crowdsource.Catalogue.Mapping;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue.Integrity;

/// <summary>
/// Whether rows and blobs still fit together: every blob that a row refers to is there with the bytes of its name, every photo that waits is
/// owed its processing, every photo's points are the sum of its ledger rows. Reads only, a page of photos at a time; what is true of all
/// photos comes first, models and nights with the last page.
/// </summary>
/// <param name="catalogue">The rows.</param>
/// <param name="look">Reads a blob and compares it with its name.</param>
public sealed class IntegrityCheck(ICatalogue catalogue, Func<BlobKind, BlobDigest, CancellationToken, Task<BlobCondition>> look)
{
    private const int PhotosPerPage = 100;

    /// <summary>The next page.</summary>
    /// <param name="after"><see cref="IntegrityPage.Next"/> of the page before; 0 begins.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IntegrityPage> Check(long after, CancellationToken cancellationToken)
    {
        var page = await catalogue.Read((db, token) => ReadPhotos(db, after, token), cancellationToken);
        var findings = new List<IntegrityFinding>();
        var blobs = 0;
        foreach (var photo in page)
        {
            findings.AddRange(Findings(photo));
            var subject = $"submission {photo.State.Id}";
            var state = photo.State;
            blobs += await Look(BlobKind.Upload, state.Uploads, subject, findings, cancellationToken);
            var kept = state.Status is SubmissionStatus.Withdrawn or SubmissionStatus.Erased ? [] : state.Findings?.Blobs ?? [];
            blobs += await Look(BlobKind.Kept, kept, subject, findings, cancellationToken);
        }

        if (page.Count == PhotosPerPage)
        {
            return new IntegrityPage(page.Count, blobs, findings, page[^1].Sequence);
        }

        foreach (var (subject, digests) in await catalogue.Read(ReadModelsAndNights, cancellationToken))
        {
            blobs += await Look(BlobKind.Kept, digests, subject, findings, cancellationToken);
        }

        return new IntegrityPage(page.Count, blobs, findings, null);
    }

    private static IEnumerable<IntegrityFinding> Findings(Photo photo)
    {
        var (state, subject) = (photo.State, $"submission {photo.State.Id}");
        if (photo.LedgerPoints != state.Points)
        {
            yield return new IntegrityFinding(
                IntegrityFinding.PointsDiffer, subject, $"The photo has {state.Points} points, its ledger rows add up to {photo.LedgerPoints}.");
        }

        if (state.Status == SubmissionStatus.Received && !photo.IsOwed)
        {
            yield return new IntegrityFinding(
                IntegrityFinding.WorkMissing, subject, "The photo waits to be processed, but nobody owes it: restore a backup, or ask its volunteer to send it again.");
        }
    }

    private static async Task<List<Photo>> ReadPhotos(CatalogueDb db, long after, CancellationToken cancellationToken)
    {
        var rows = await db.Set<SubmissionState>()
            .Where(photo => EF.Property<long>(photo, CatalogueModel.Sequence) > after)
            .OrderBy(photo => EF.Property<long>(photo, CatalogueModel.Sequence))
            .Take(PhotosPerPage)
            .Select(photo => new { State = photo, Sequence = EF.Property<long>(photo, CatalogueModel.Sequence) })
            .ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.State.Id).ToList();
        var points = await db.Set<PointsEntry>()
            .Where(entry => ids.Contains(entry.Submission))
            .GroupBy(entry => entry.Submission)
            .Select(entries => new { entries.Key, Sum = entries.Sum(entry => entry.Points) })
            .ToDictionaryAsync(entry => entry.Key, entry => entry.Sum, cancellationToken);
        var waiting = rows.Where(row => row.State.Status == SubmissionStatus.Received).Select(row => row.State.Id.ToString()).ToList();
        var owed = await db.Work
            .Where(work => work.Kind == WorkKind.ProcessPhoto && work.DoneAt == null && waiting.Contains(work.Subject))
            .Select(work => work.Subject)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new Photo(
            row.State, row.Sequence, points.GetValueOrDefault(row.State.Id), owed.Contains(row.State.Id.ToString())))];
    }

    private static async Task<List<(string Subject, IReadOnlyList<BlobDigest> Digests)>> ReadModelsAndNights(
        CatalogueDb db, CancellationToken cancellationToken)
    {
        var models = await db.Set<ModelVersion>().ToListAsync(cancellationToken);
        var nights = await db.Set<NightState>().Where(night => night.EndedAt != null).ToListAsync(cancellationToken);
        return
        [
            .. models.Select(model => ($"version {model.Version} of {model.Campaign}", (IReadOnlyList<BlobDigest>)[.. model.Artifacts.SelectMany(artifact => artifact.Files).Select(file => file.Digest).Distinct()])),
            .. nights.Where(night => night.Report is not null).Select(night => ($"night {night.Id}", Digests(night.Report!))),
        ];
    }

    private static IReadOnlyList<BlobDigest> Digests(NightReport report) =>
    [
        report.Snapshot,
        report.Candidate,
        .. new[] { report.WithoutAugmentation, report.Evaluation }.OfType<BlobDigest>(),
    ];

    private async Task<int> Look(
        BlobKind kind, IReadOnlyList<BlobDigest> digests, string subject, List<IntegrityFinding> findings, CancellationToken cancellationToken)
    {
        foreach (var digest in digests)
        {
            switch (await look(kind, digest, cancellationToken))
            {
                case BlobCondition.Missing:
                    findings.Add(new IntegrityFinding(
                        IntegrityFinding.MissingBlob, subject, $"The blob {digest} is gone from the disk: put it back from a backup."));
                    break;
                case BlobCondition.Damaged:
                    findings.Add(new IntegrityFinding(
                        IntegrityFinding.DamagedBlob, subject, $"The bytes of the blob {digest} are not those that were stored (a failing disk?): put it back from a backup."));
                    break;
            }
        }

        return digests.Count;
    }

    private sealed record Photo(SubmissionState State, long Sequence, int LedgerPoints, bool IsOwed);
}
