using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Crowdsource.Learning;

namespace Crowdsource.Trainer.Features;

/// <summary>
/// Features of many photos in one file that is read from front to back: Arrow IPC (Feather), with a column <c>photo</c> (digest of the clean
/// master) and a column <c>features</c> (variants × dimensions numbers of float16, the photo itself first).
/// </summary>
internal static class ShardFile
{
    /// <summary>Photos per file at most: 52 MB with 5 variants of 1,280.</summary>
    public const int MostPhotos = 4096;

    private const int PhotosPerBatch = 256;
    private const string PhotoColumn = "photo", FeaturesColumn = "features";

    /// <summary>The file for the first photos of a table; the same features give the same bytes.</summary>
    /// <param name="photos">The digest of each photo.</param>
    /// <param name="table">Their features.</param>
    public static byte[] Write(IReadOnlyList<string> photos, FeatureTable table)
    {
        var length = table.Variants * table.Dimensions;
        var type = new FixedSizeListType(new Field("feature", HalfFloatType.Default, nullable: false), length);
        var schema = new Schema([new Field(PhotoColumn, StringType.Default, nullable: false), new Field(FeaturesColumn, type, nullable: false)], []);
        using var file = new MemoryStream();
        using (var writer = new ArrowFileWriter(file, schema, leaveOpen: true))
        {
            foreach (var (index, batch) in photos.Chunk(PhotosPerBatch).Index())
            {
                var values = new Half[batch.Length * length];
                for (var i = 0; i < batch.Length; i++)
                {
                    table.Photo((index * PhotosPerBatch) + i).CopyTo(values.AsSpan(i * length));
                }

                using var numbers = new HalfFloatArray(
                    new ArrowBuffer(MemoryMarshal.AsBytes(values.AsSpan()).ToArray()), ArrowBuffer.Empty, values.Length, nullCount: 0, offset: 0);
                using var rows = new RecordBatch(
                    schema,
                    [
                        new StringArray.Builder().AppendRange(batch).Build(),
                        new FixedSizeListArray(type, batch.Length, numbers, ArrowBuffer.Empty, nullCount: 0),
                    ],
                    batch.Length);
                writer.WriteRecordBatch(rows);
            }

            writer.WriteEnd();
        }

        return file.ToArray();
    }

    /// <summary>Hands on the photos of a file, one after another; a few megabytes of it are in memory.</summary>
    /// <param name="file">From its beginning.</param>
    /// <param name="length">Numbers per photo: variants × dimensions; null takes any.</param>
    /// <param name="use">Gets a photo's digest and its numbers, which it may not keep.</param>
    /// <param name="cancellationToken">Cancels between two batches.</param>
    /// <exception cref="InvalidDataException">It is no such file, or has another number of features.</exception>
    public static async Task Read(Stream file, int? length, ShardRow use, CancellationToken cancellationToken)
    {
        using var reader = new ArrowFileReader(file, leaveOpen: true);
        while (await reader.ReadNextRecordBatchAsync(cancellationToken) is { } batch)
        {
            using (batch)
            {
                if (batch.Column(PhotoColumn) is not StringArray photos || batch.Column(FeaturesColumn) is not FixedSizeListArray features
                    || features.Values is not HalfFloatArray numbers || photos.Length == 0
                    || numbers.Length != (long)photos.Length * (length ?? (numbers.Length / photos.Length)))
                {
                    throw new InvalidDataException($"This shard does not hold {length} features of each photo.");
                }

                var row = numbers.Length / photos.Length;
                for (var i = 0; i < photos.Length; i++)
                {
                    use(photos.GetString(i), numbers.Values.Slice(i * row, row));
                }
            }
        }
    }
}
