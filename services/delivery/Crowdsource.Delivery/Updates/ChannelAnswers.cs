using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Updates;

namespace Crowdsource.Delivery.Updates;

/// <summary>The channels' documents as bytes, read again only when something was written: most checks of most phones find what they know.</summary>
internal sealed class ChannelAnswers(ICatalogue catalogue)
{
    // Channels that exist, which owners make: nobody can fill this from outside.
    private readonly ConcurrentDictionary<ChannelId, ChannelAnswer> _known = new();

    /// <summary>Null when there is no such channel.</summary>
    public async ValueTask<ChannelAnswer?> Get(ChannelId channel, CancellationToken cancellationToken)
    {
        // Taken before the rows are read: a write in between makes the answer stale at once, never true for too long.
        var stamp = catalogue.Stamp;
        if (_known.TryGetValue(channel, out var known) && known.Stamp == stamp)
        {
            return known;
        }

        if (await catalogue.ReadChannel(channel, cancellationToken) is not { } document)
        {
            return null;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(
            document, (JsonTypeInfo<ChannelDocument>)ProtocolJson.Options.GetTypeInfo(typeof(ChannelDocument)));
        return _known[channel] = new ChannelAnswer(json, $"\"{BlobDigest.Of(json)}\"", stamp);
    }
}
