using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Submissions;

/// <summary>Asks for a second look at a rejected photo.</summary>
/// <param name="Text">Why the verdict is wrong, up to 1000 characters; curators read it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AppealRequest(string Text);
