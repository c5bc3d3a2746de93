namespace Crowdsource.Protocol.Models;

/// <summary>The backbone under a version's head. Versions of one generation differ little, and are small to download one after another.</summary>
/// <param name="Number">0 is the pretrained backbone; each one that the campaign tuned and adopted counts one up.</param>
/// <param name="AdoptedAt">When it was adopted; null for the pretrained backbone.</param>
/// <param name="Why">What it gained and cost; null for the pretrained backbone.</param>
public sealed record GenerationResponse(int Number, DateTimeOffset? AdoptedAt, string? Why);
