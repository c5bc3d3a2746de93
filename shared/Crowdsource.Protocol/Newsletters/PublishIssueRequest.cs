using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Newsletters;

/// <summary>Publishes the photos that are picked now as an issue.</summary>
/// <param name="Title">1 to 200 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PublishIssueRequest(string Title);
