using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Releases;

namespace Crowdsource.Updates;

/// <summary>The addresses of the first update protocol: hashes protect against damage, but nothing is signed yet. A signed protocol stands
/// beside it under its own prefix and shares the bundle format and the files.</summary>
public static class UpdateProtocolV0
{
    /// <summary>What a channel offers, as JSON with an ETag. Route values: campaign, channel.</summary>
    public const string ChannelRoute = "/updates/v0/campaigns/{campaign}/channels/{channel}";

    /// <summary>A file of any offered bundle, by the SHA-256 of its bytes; immutable. Route value: sha256.</summary>
    public const string FileRoute = "/updates/v0/files/{sha256}";

    /// <summary>Relative to the server's address, without a leading slash.</summary>
    public static string ChannelPath(ChannelId channel) => $"updates/v0/campaigns/{channel.Campaign}/channels/{channel.Name}";

    /// <inheritdoc cref="ChannelPath"/>
    public static string FilePath(BlobDigest digest) => $"updates/v0/files/{digest}";

    /// <summary>A file's strong entity tag, quotes included: known before the first byte arrives, so a download can be resumed without state.</summary>
    public static string FileTag(BlobDigest digest) => $"\"{digest}\"";
}
