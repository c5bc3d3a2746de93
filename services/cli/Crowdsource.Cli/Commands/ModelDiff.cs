namespace Crowdsource.Cli.Commands;

/// <summary>Two versions side by side. Each was measured on its own test photos: only what the gate counted compares them.</summary>
/// <param name="From">The earlier version.</param>
/// <param name="To">The later version.</param>
/// <param name="Compared">What the gate counted; null when the later one was not judged against the earlier one.</param>
/// <param name="Metrics">Shares by name.</param>
/// <param name="Labels">Labels that either knows.</param>
/// <param name="Artifacts">Files that either ships.</param>
internal sealed record ModelDiff(
    int From,
    int To,
    ModelDiff.Flips? Compared,
    IReadOnlyList<ModelDiff.Metric> Metrics,
    IReadOnlyList<ModelDiff.Label> Labels,
    IReadOnlyList<ModelDiff.Artifact> Artifacts)
{
    /// <param name="Photos">Photos that both answered.</param>
    /// <param name="Gained">Wrong before, right now.</param>
    /// <param name="Lost">Right before, wrong now.</param>
    internal sealed record Flips(int Photos, int Gained, int Lost);

    internal sealed record Metric(string Name, double? From, double? To);

    /// <param name="Name">The label.</param>
    /// <param name="Known">Which of the two know it: <c>both</c>, <c>added</c> or <c>gone</c>.</param>
    /// <param name="From">Recall; null without test photos.</param>
    /// <param name="To">Recall; null without test photos.</param>
    internal sealed record Label(string Name, string Known, double? From, double? To);

    /// <param name="Name">Such as <c>onnx/int8</c>.</param>
    /// <param name="From">Bytes of its bundle; null where it is not shipped.</param>
    /// <param name="To">Bytes of its bundle; null where it is not shipped.</param>
    /// <param name="Changed">Bytes of the later one's files that the earlier one does not have in the same place; null when one is not shipped.</param>
    internal sealed record Artifact(string Name, long? From, long? To, long? Changed);
}
