using Crowdsource.Client.Http;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Releases;

namespace Crowdsource.Client.Models;

/// <summary>Which models an app gets and where it keeps them.</summary>
public sealed record ModelUpdaterOptions
{
    /// <summary>Where models are kept: durable, not cleared by the system, used by nobody else.</summary>
    public required string Folder { get; init; }

    /// <summary>The classifier.</summary>
    public required CampaignId Campaign { get; init; }

    /// <summary>Where to listen.</summary>
    public string Channel { get; init; } = ChannelId.Stable;

    /// <summary>Which of a version's files: one of <see cref="ArtifactId"/>. This SDK runs those of ONNX; others it downloads and verifies, and
    /// hands over their folder.</summary>
    public string Artifact { get; init; } = ArtifactId.OnnxFp32;

    /// <summary>A token of scope <c>app</c> for receipts; null: none are made.</summary>
    public string? AppToken { get; init; }

    /// <summary>How patiently requests are repeated.</summary>
    public required RetryOptions Retry { get; init; }
}
