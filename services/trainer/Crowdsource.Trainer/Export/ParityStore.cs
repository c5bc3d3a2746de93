using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Trainer.Features;

namespace Crowdsource.Trainer.Export;

/// <summary>Keeps what parity was measured with, and lets photos leave that are no longer wanted.</summary>
internal sealed class ParityStore(FeatureFiles files)
{
    /// <summary>The last night's; an empty one when there is none, or it is gone.</summary>
    public async Task<ParityManifest> Load(BlobDigest? last, CancellationToken cancellationToken)
    {
        await using var stream = last is { } known ? await files.OpenRead(known, cancellationToken) : null;
        return stream is null
            ? ParityManifest.Empty
            : await JsonSerializer.DeserializeAsync<ParityManifest>(stream, JsonSerializerOptions.Web, cancellationToken) ?? ParityManifest.Empty;
    }

    public Task<BlobDigest> Save(ParityManifest manifest, CancellationToken cancellationToken) =>
        files.Put(JsonSerializer.SerializeToUtf8Bytes(manifest, JsonSerializerOptions.Web), cancellationToken);

    /// <summary>The manifest after photos left that are no longer wanted; the same one when none of them is in it, or it is gone.</summary>
    public async Task<BlobDigest> Leave(BlobDigest digest, Predicate<string> wanted, CancellationToken cancellationToken)
    {
        var manifest = await Load(digest, cancellationToken);
        var left = await Without(manifest, wanted, cancellationToken);
        return ReferenceEquals(left, manifest) ? digest : await Save(left, cancellationToken);
    }

    /// <summary>As many rows as there are views; nothing when the file is gone.</summary>
    public async Task<Half[]?[]> Read(string? file, int views, CancellationToken cancellationToken)
    {
        var rows = new Half[]?[views];
        await using var stream = file is null || views == 0 ? null : await files.OpenRead(new BlobDigest(file), cancellationToken);
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

        return (await files.Put(file.ToArray(), cancellationToken)).Value;
    }

    /// <summary>The manifest itself when all its photos are wanted.</summary>
    public async Task<ParityManifest> Without(ParityManifest manifest, Predicate<string> wanted, CancellationToken cancellationToken)
    {
        if (manifest.Views.Concat(manifest.CalibrationViews).All(view => wanted(view.Photo)))
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

        return manifest with
        {
            Views = Left(manifest.Views),
            Features = features.ToImmutable(),
            CalibrationViews = Left(manifest.CalibrationViews),
            Calibrations = calibrations.ToImmutable(),
        };

        ImmutableArray<ParityView> Left(ImmutableArray<ParityView> views) => [.. views.Where(view => wanted(view.Photo))];

        async Task<string> Filter(string file, ImmutableArray<ParityView> views)
        {
            var rows = await Read(file, views.Length, cancellationToken);
            return await Write([.. rows.Where((row, i) => row is not null && wanted(views[i].Photo)).OfType<Half[]>()], cancellationToken);
        }
    }
}
