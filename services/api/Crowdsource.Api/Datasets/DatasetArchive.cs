using System.IO.Compression;
using System.Text.Json;
using Crowdsource.Api.Submissions;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Datasets;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Datasets;
using Crowdsource.Storage;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Datasets;

/// <summary>
/// A campaign's accepted photos as an ImageFolder archive, written while it is read: neither photos nor rows are held in memory.
/// The pictures are the clean ones, so nothing in them says where or with what they were taken.
/// </summary>
internal sealed class DatasetArchive(CampaignState campaign, ICatalogue catalogue, IBlobStore blobs)
{
    private const int RowsAtOnce = 200;

    private readonly IReadOnlyDictionary<LabelId, string> _folders = LabelFolders.Of(campaign.Labels);

    public async Task Write(Stream output, CancellationToken cancellationToken)
    {
        await using var archive = await ZipArchive.CreateAsync(
            output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        await using var manifest = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            });
        long? after = null;
        do
        {
            var (page, locations) = await Read(after, cancellationToken);
            foreach (var row in page.Items)
            {
                await Add(archive, manifest, row, locations.GetValueOrDefault(row.Id), cancellationToken);
            }

            after = page.Next;
        }
        while (after is not null);

        // Last, so that it lists what is there and nothing else.
        manifest.Position = 0;
        await using var entry = await archive.CreateEntry(DatasetPhoto.Manifest).OpenAsync(cancellationToken);
        await manifest.CopyToAsync(entry, cancellationToken);
    }

    private Task<(Catalogue.Page<SubmissionState> Photos, Dictionary<SubmissionId, PhotoLocation> Locations)> Read(
        long? after, CancellationToken cancellationToken)
    {
        var id = campaign.Id;
        return catalogue.Read(
            async (db, token) =>
            {
                var page = await db.Set<SubmissionState>()
                    .Where(row => row.Campaign == id && row.Status == SubmissionStatus.Accepted)
                    .Oldest(after, RowsAtOnce, token);
                var photos = page.Items.Select(row => row.Id).ToList();
                return (page, await db.Set<PhotoLocation>().Where(row => photos.Contains(row.Submission))
                    .ToDictionaryAsync(row => row.Submission, token));
            },
            cancellationToken);
    }

    private async Task Add(
        ZipArchive archive, Stream manifest, SubmissionState row, PhotoLocation? location, CancellationToken cancellationToken)
    {
        if (row is not { Findings: { } findings, Split: { } split }
            || campaign.Resolve(row.Label) is not { } label
            || !_folders.TryGetValue(label.Id, out var folder)
            || await blobs.OpenRead(findings.Master, cancellationToken) is not { } picture)
        {
            // Taken back while the archive was on its way.
            return;
        }

        await using (picture)
        {
            var part = split is Split.Test or Split.Anchor ? "test" : split is Split.Validation ? "validation" : "train";
            var type = await PictureType.Of(picture, cancellationToken);
            var path = $"{part}/{folder}/{row.Id}{(type == "image/png" ? ".png" : type == "image/webp" ? ".webp" : ".jpg")}";
            var entry = archive.CreateEntry(path, CompressionLevel.NoCompression);
            entry.LastWriteTime = row.CapturedAt.ToUniversalTime();
            await using (var content = await entry.OpenAsync(cancellationToken))
            {
                await picture.CopyToAsync(content, cancellationToken);
            }

            await JsonSerializer.SerializeAsync(
                manifest,
                new DatasetPhoto(
                    path,
                    label.Id.Value,
                    label.Name,
                    part,
                    split == Split.Anchor,
                    (campaign.FindConsent(row.ConsentVersion) ?? campaign.Consent).Licence,
                    row.Contributor.Value,
                    row.CapturedAt,
                    findings.Master.Value,
                    findings.Width,
                    findings.Height,
                    location?.Latitude,
                    location?.Longitude),
                ProtocolJson.Options,
                cancellationToken);
            manifest.WriteByte((byte)'\n');
        }
    }
}
