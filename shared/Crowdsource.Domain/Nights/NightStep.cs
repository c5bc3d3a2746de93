using Crowdsource.Domain.Blobs;
using Orleans;

namespace Crowdsource.Domain.Nights;

/// <summary>Work of an open night that a later attempt need not do again.</summary>
/// <param name="Name">What was done, and from what: other photos or settings give another name.</param>
/// <param name="Result">What came of it, as a blob that is kept until the night ends.</param>
[GenerateSerializer, Immutable, Alias("night-step")]
public sealed record NightStep(string Name, BlobDigest Result);
