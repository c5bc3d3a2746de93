using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Trainer.Features;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>
/// Keeps <see cref="KeptViews"/> from night to night as one Arrow IPC (Feather) file: columns <c>photo</c>, <c>view</c>, <c>backbone</c> and
/// <c>features</c> (float32, little-endian). It is written anew each night.
/// </summary>
internal sealed class KeptViewStore(FeatureFiles files)
{
    private const int RowsPerBatch = 1024;
    private const string MadeBy = "made-by";

    private static readonly string s_origin = $"{AugmentationRecipe.Id}+{Preprocessing.Default.Version}";
    private static readonly Schema s_schema = new(
        [
            new Field("photo", StringType.Default, nullable: false), new Field("view", StringType.Default, nullable: false),
            new Field("backbone", StringType.Default, nullable: false), new Field("features", BinaryType.Default, nullable: false),
        ],
        new Dictionary<string, string> { [MadeBy] = s_origin });

    /// <summary>Nothing where the file is gone, or its views were drawn by another recipe.</summary>
    public async Task<KeptViews> Load(BlobDigest? last, CancellationToken cancellationToken)
    {
        await using var stream = last is { } digest ? await files.OpenRead(digest, cancellationToken) : null;
        var kept = new List<KeyValuePair<KeptView, float[]>>();
        if (stream is null)
        {
            return new KeptViews(kept);
        }

        using var reader = new ArrowFileReader(stream, leaveOpen: true);
        while (await reader.ReadNextRecordBatchAsync(cancellationToken) is { } batch)
        {
            using (batch)
            {
                if (batch.Schema.Metadata is null || !batch.Schema.Metadata.TryGetValue(MadeBy, out var origin) || origin != s_origin)
                {
                    break;
                }

                var (photos, views, backbones, features) =
                    ((StringArray)batch.Column(0), (StringArray)batch.Column(1), (StringArray)batch.Column(2), (BinaryArray)batch.Column(3));
                for (var i = 0; i < batch.Length; i++)
                {
                    kept.Add(new(
                        new KeptView(photos.GetString(i), views.GetString(i), backbones.GetString(i)),
                        MemoryMarshal.Cast<byte, float>(features.GetBytes(i)).ToArray()));
                }
            }
        }

        return new KeptViews(kept);
    }

    /// <summary>Stores what tonight asked for.</summary>
    public Task<BlobDigest> Save(KeptViews views, CancellationToken cancellationToken) => Write(views.Asked, cancellationToken);

    /// <summary>The file after photos left that are no longer wanted; the same one when none of them is in it, or it is gone.</summary>
    public async Task<BlobDigest> Leave(BlobDigest file, Predicate<string> wanted, CancellationToken cancellationToken)
    {
        var views = await Load(file, cancellationToken);
        return views.Before.Any(row => !wanted(row.Key.Photo))
            ? await Write(views.Before.Where(row => wanted(row.Key.Photo)), cancellationToken)
            : file;
    }

    private async Task<BlobDigest> Write(IEnumerable<KeyValuePair<KeptView, float[]>> views, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        using (var writer = new ArrowFileWriter(file, s_schema, leaveOpen: true))
        {
            foreach (var rows in views.Chunk(RowsPerBatch))
            {
                var features = new BinaryArray.Builder();
                foreach (var row in rows)
                {
                    features.Append(MemoryMarshal.AsBytes(row.Value.AsSpan()));
                }

                using var batch = new RecordBatch(
                    s_schema,
                    [Strings(rows.Select(row => row.Key.Photo)), Strings(rows.Select(row => row.Key.View)), Strings(rows.Select(row => row.Key.Backbone)), features.Build()],
                    rows.Length);
                await writer.WriteRecordBatchAsync(batch, cancellationToken);
            }

            await writer.WriteEndAsync(cancellationToken);
        }

        return await files.Put(file.GetBuffer().AsMemory(0, (int)file.Length), cancellationToken);
    }

    private static StringArray Strings(IEnumerable<string> values) => new StringArray.Builder().AppendRange(values).Build();
}
