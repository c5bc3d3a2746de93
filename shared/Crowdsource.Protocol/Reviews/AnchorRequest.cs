using System.Text.Json.Serialization;

namespace Crowdsource.Protocol.Reviews;

/// <summary>Locks accepted test photos: they judge every night from now on and train none.</summary>
/// <param name="Submissions">1 to 500. Photos that are no accepted test photos are passed over and named.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AnchorRequest(IReadOnlyList<Guid> Submissions);
