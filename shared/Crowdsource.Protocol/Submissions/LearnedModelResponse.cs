using Crowdsource.Domain.Submissions;

namespace Crowdsource.Protocol.Submissions;

/// <summary>A model version that learned from a photo.</summary>
/// <param name="Version">The version.</param>
/// <param name="Night">The night that made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Use">What the photo was for: train (to fit) or validation (to choose by).</param>
/// <param name="ActiveDevices">How many devices run this version, by what they last said.</param>
public sealed record LearnedModelResponse(int Version, int Night, DateTimeOffset CreatedAt, Split Use, int ActiveDevices);
