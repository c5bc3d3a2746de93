using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Uploads;

/// <summary>All bytes were put where the server said.</summary>
/// <param name="Sha256">Of them: 64 hexadecimal digits.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CollectUploadRequest(string Sha256);
