using Crowdsource.Protocol.Submissions;

namespace Crowdsource.Protocol.Reviews;

/// <summary>A photo that waits for a verdict.</summary>
/// <param name="Submission">The photo.</param>
/// <param name="Label">The label claimed for it.</param>
/// <param name="Contributor">Who sent it, by the key that stands in ledgers.</param>
/// <param name="CapturedAt">When it was taken.</param>
/// <param name="ReceivedAt">When it was acknowledged.</param>
/// <param name="Width">Pixels of the clean picture.</param>
/// <param name="Height">Pixels of the clean picture.</param>
/// <param name="Sharpness">Variance of the Laplacian; higher is sharper.</param>
/// <param name="Brightness">Mean luma, 0 to 255.</param>
/// <param name="Quality">0 to 1: sharpness, exposure and size together.</param>
/// <param name="Cluster">Photos of the same thing have the same.</param>
/// <param name="InCluster">How many photos of the cluster wait, this one included.</param>
/// <param name="Thumbnail">Where its small picture is: a path on this server, asked for with the same token.</param>
/// <param name="Appeal">What its volunteer says against an earlier rejection; null when this is the first look.</param>
/// <param name="Suspicion">Why the label of an accepted photo is doubted; only where doubted photos were asked for.</param>
public sealed record ReviewItem(
    Guid Submission,
    string Label,
    Guid Contributor,
    DateTimeOffset CapturedAt,
    DateTimeOffset ReceivedAt,
    int Width,
    int Height,
    double Sharpness,
    double Brightness,
    double Quality,
    Guid Cluster,
    int InCluster,
    string Thumbnail,
    AppealResponse? Appeal = null,
    SuspicionResponse? Suspicion = null);
