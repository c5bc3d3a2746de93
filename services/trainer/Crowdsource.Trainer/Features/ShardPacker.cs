using System.Collections.Immutable;
using Crowdsource.Learning;

namespace Crowdsource.Trainer.Features;

/// <summary>Packs photo after photo into files, one file's features in memory at a time.</summary>
/// <param name="files">Gets the files.</param>
/// <param name="expected">Photos that will come, about.</param>
/// <param name="variants">Per photo, itself among them.</param>
/// <param name="dimensions">Features per variant.</param>
internal sealed class ShardPacker(FeatureFiles files, int expected, int variants, int dimensions)
{
    private readonly List<string> _photos = [];
    private readonly ImmutableArray<Shard>.Builder _written = ImmutableArray.CreateBuilder<Shard>();

    /// <summary>What the next file will hold.</summary>
    public FeatureTable Table { get; } = new(Math.Clamp(expected, 1, ShardFile.MostPhotos), variants, dimensions);

    /// <summary>The files so far.</summary>
    public ImmutableArray<Shard> Written => _written.ToImmutable();

    /// <summary>Photos that fit before the next file is written, at least one.</summary>
    public int Room => Table.Photos - _photos.Count;

    /// <summary>Where the next photo's features go.</summary>
    public int Next => _photos.Count;

    /// <summary>Counts photos whose features are in the table's next rows, and writes the file that is full.</summary>
    public async Task Add(IEnumerable<string> photos, CancellationToken cancellationToken)
    {
        _photos.AddRange(photos);
        if (Room == 0)
        {
            await Write(cancellationToken);
        }
    }

    /// <summary>Writes what is left, and gives all files.</summary>
    public async Task<ImmutableArray<Shard>> Finish(CancellationToken cancellationToken)
    {
        if (_photos.Count > 0)
        {
            await Write(cancellationToken);
        }

        return _written.ToImmutable();
    }

    private async Task Write(CancellationToken cancellationToken)
    {
        var digest = await files.Put(ShardFile.Write(_photos, Table), cancellationToken);
        _written.Add(new Shard(digest.Value, _photos.Count));
        _photos.Clear();
    }
}
