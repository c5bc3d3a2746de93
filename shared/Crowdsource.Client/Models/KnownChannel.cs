using Crowdsource.Protocol.Updates;

namespace Crowdsource.Client.Models;

/// <summary>What the channel offered when it last answered: the file <c>channel.json</c>.</summary>
/// <param name="Tag">The answer's entity tag, quotes included.</param>
/// <param name="Document">The answer.</param>
internal sealed record KnownChannel(string Tag, ChannelDocument Document);
