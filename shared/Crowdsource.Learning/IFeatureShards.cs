namespace Crowdsource.Learning;

/// <summary>Features that do not fit into memory at once: read shard by shard, as often as needed.</summary>
public interface IFeatureShards
{
    /// <summary>Photos in all shards together, each in one of them.</summary>
    int Photos { get; }

    /// <summary>Per photo, itself among them.</summary>
    int Variants { get; }

    /// <summary>Features per variant.</summary>
    int Dimensions { get; }

    /// <summary>How many shards there are.</summary>
    int Count { get; }

    /// <summary>Reads one shard; a few are in memory at a time.</summary>
    Task<FeatureShard> Read(int index, CancellationToken cancellationToken);
}
