namespace Crowdsource.Cli.Demo.Summary;

/// <summary>What <c>summary.json</c> says. Every member is always there; null: not known. Shares are from 0 to 1.</summary>
internal sealed record DemoSummary(
    PhotoCounts Photos,
    IReadOnlyList<NightSummary> Nights,
    HoldoutScores WithoutAugmentation,
    PhoneSummary Phone,
    UpdateSummary Update,
    IReadOnlyList<ArtifactSummary> Artifacts,
    IReadOnlyList<LeaderSummary> Leaderboard,
    double Seconds,
    long PeakServerMemoryBytes);

/// <param name="Sent">Different photos and files that were sent.</param>
/// <param name="Acknowledged">Answered with 201 or 200.</param>
/// <param name="Accepted">By the curator.</param>
/// <param name="Rejected">By code.</param>
/// <param name="Duplicates">Recognised as another photo once more.</param>
/// <param name="Lost">Acknowledged, and not in a final state at the end.</param>
internal sealed record PhotoCounts(int Sent, int Acknowledged, int Accepted, IReadOnlyDictionary<string, int> Rejected, int Duplicates, int Lost);

/// <summary>One night of the campaign or of a copy. Accuracies are on the night's own test photos, hence optimistic.</summary>
/// <param name="Night">Its number in its campaign.</param>
/// <param name="Campaign">The campaign, or the copy of it that was spoiled on purpose.</param>
/// <param name="Verdict"><c>promoted</c>, <c>refused</c>, <c>skipped</c> or <c>failed</c>.</param>
/// <param name="Version">The model version that it produced.</param>
/// <param name="Reasons">Codes of why it was not promoted.</param>
/// <param name="Strategy">How it trained.</param>
/// <param name="Seconds">From when a trainer took it up to its verdict.</param>
/// <param name="Train">Photos trained on.</param>
/// <param name="Validation">Photos used to choose between settings.</param>
/// <param name="Test">Photos that it was measured on.</param>
/// <param name="Top1">Share of right answers.</param>
/// <param name="Top1Interval">Its 95 % interval, low and high.</param>
/// <param name="Top1Rotated">With the photos rotated.</param>
/// <param name="Top1Blurred">With the photos blurred.</param>
/// <param name="MacroRecall">Mean recall of the labels.</param>
/// <param name="NegativeFlips">Share of photos that were right before and are wrong now.</param>
internal sealed record NightSummary(
    int Night,
    string Campaign,
    string Verdict,
    int? Version,
    IReadOnlyList<string> Reasons,
    string? Strategy,
    double? Seconds,
    int? Train,
    int? Validation,
    int? Test,
    double? Top1,
    IReadOnlyList<double>? Top1Interval,
    double? Top1Rotated,
    double? Top1Blurred,
    double? MacroRecall,
    double? NegativeFlips);

/// <summary>What a model reaches on photos from elsewhere.</summary>
internal sealed record HoldoutScores(double? HoldoutTop1, double? HoldoutTop1Rotated, double? HoldoutTop1Blurred, double? HoldoutTop1OffCentre);

/// <param name="Version">The version that the phone uses at the end.</param>
/// <param name="AgreementWithServer">Share of photos to which phone and server give the same label.</param>
/// <param name="HoldoutTop1">Share of right answers on photos from elsewhere.</param>
/// <param name="HoldoutTop1Rotated">With the photos rotated.</param>
/// <param name="HoldoutTop1Blurred">With the photos blurred.</param>
/// <param name="HoldoutTop1OffCentre">With the object near the edge.</param>
/// <param name="HoldoutPhotos">Photos of the holdout with labels that the model knows.</param>
internal sealed record PhoneSummary(
    int? Version,
    double? AgreementWithServer,
    double? HoldoutTop1,
    double? HoldoutTop1Rotated,
    double? HoldoutTop1Blurred,
    double? HoldoutTop1OffCentre,
    int HoldoutPhotos);

/// <param name="BundleBytes">Of all files of the phone's bundle.</param>
internal sealed record UpdateSummary(long? BundleBytes);

internal sealed record LeaderSummary(string Pseudonym, int Points);
