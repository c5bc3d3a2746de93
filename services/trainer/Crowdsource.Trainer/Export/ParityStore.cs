using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Storage;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Export;

/// <summary>Keeps what parity was measured with, and lets photos leave that are no longer wanted.</summary>
internal sealed class ParityStore(IBlobStore blobs)
{
    /// <summary>The last night's, without photos that <paramref name="snapshot"/> lacks; an empty one when there is none, or it is gone.</summary>
    public async Task<ParityManifest> Load(BlobDigest? last, Snapshot snapshot, CancellationToken cancellationToken)
    {
        await using var stream = last is { } known ? await blobs.OpenRead(known, cancellationToken) : null;
        return stream is not null && await JsonSerializer.DeserializeAsync<ParityManifest>(stream, JsonSerializerOptions.Web, cancellationToken) is { } manifest
            ? await WithoutLeavers(manifest, snapshot, cancellationToken)
            : ParityManifest.Empty;
    }

    /// <summary>Stores <paramref name="now"/> and deletes the files of <paramref name="before"/> that it does not list.</summary>
    public async Task<BlobDigest> Save(ParityManifest before, ParityManifest now, CancellationToken cancellationToken)
    {
        var digest = (await blobs.Put(JsonSerializer.SerializeToUtf8Bytes(now, JsonSerializerOptions.Web), cancellationToken)).Digest;
        foreach (var old in Files(before).Except(Files(now)))
        {
            // A copied campaign, or this night's next attempt, may still list it: then it is measured again.
            await blobs.Delete(new BlobDigest(old), cancellationToken);
        }

        return digest;
    }

    /// <summary>As many rows as there are views; nothing when the file is gone.</summary>
    public async Task<Half[]?[]> Read(string? file, int views, CancellationToken cancellationToken)
    {
        var rows = new Half[]?[views];
        await using var stream = file is null || views == 0 ? null : await blobs.OpenRead(new BlobDigest(file), cancellationToken);
        if (stream is null)
        {
            return rows;
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        var all = MemoryMarshal.Cast<byte, Half>(bytes);
        var dimensions = all.Length / views;
        for (var i = 0; i < views; i++)
        {
            rows[i] = all.Slice(i * dimensions, dimensions).ToArray();
        }

        return rows;
    }

    /// <returns>The file's digest.</returns>
    public async Task<string> Write(IReadOnlyList<Half[]> rows, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        foreach (var row in rows)
        {
            file.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        }

        return (await blobs.Put(file.ToArray(), cancellationToken)).Digest.Value;
    }

    private static IEnumerable<string> Files(ParityManifest manifest) =>
        [.. manifest.Features.Values, .. manifest.Calibrations.Values.SelectMany(size => (string[])[size.Ranges, size.Features])];

    private async Task<ParityManifest> WithoutLeavers(ParityManifest manifest, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var wanted = snapshot.Photos.Select(photo => photo.Photo).ToHashSet(StringComparer.Ordinal);
        if (manifest.Views.Concat(manifest.CalibrationViews).All(view => wanted.Contains(view.Photo)))
        {
            return manifest;
        }

        var features = manifest.Features.ToBuilder();
        foreach (var (backbone, file) in manifest.Features)
        {
            features[backbone] = await Filter(file, manifest.Views);
        }

        var calibrations = manifest.Calibrations.ToBuilder();
        foreach (var (size, calibration) in manifest.Calibrations)
        {
            calibrations[size] = calibration with { Features = await Filter(calibration.Features, manifest.CalibrationViews) };
        }

        var kept = manifest with
        {
            Views = Left(manifest.Views),
            Features = features.ToImmutable(),
            CalibrationViews = Left(manifest.CalibrationViews),
            Calibrations = calibrations.ToImmutable(),
        };
        await Save(manifest, kept, cancellationToken);
        return kept;

        ImmutableArray<ParityView> Left(ImmutableArray<ParityView> views) => [.. views.Where(view => wanted.Contains(view.Photo))];

        async Task<string> Filter(string file, ImmutableArray<ParityView> views)
        {
            var rows = await Read(file, views.Length, cancellationToken);
            return await Write([.. rows.Where((row, i) => row is not null && wanted.Contains(views[i].Photo)).OfType<Half[]>()], cancellationToken);
        }
    }
}
