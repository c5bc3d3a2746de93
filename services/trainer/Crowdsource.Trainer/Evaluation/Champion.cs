using System.Collections.Immutable;
using Crowdsource.Inference;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>The version that the stable channel offers now, as the file that phones run.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Labels">What each of its outputs counts as by now, as label ids: of labels that were merged since, two are the same.</param>
/// <param name="Model">Its file, loaded.</param>
/// <param name="Snapshot">What it learned from, under the labels as which it counts by now; null when that is not known.</param>
internal sealed record Champion(int Version, ImmutableArray<int> Labels, Classifier Model, Snapshot? Snapshot) : IDisposable
{
    public void Dispose() => Model.Dispose();
}
