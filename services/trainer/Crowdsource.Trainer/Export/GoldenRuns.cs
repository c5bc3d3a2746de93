using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Crowdsource.Domain.Blobs;
using Crowdsource.Inference;

namespace Crowdsource.Trainer.Export;

/// <summary>Runs golden examples: files of several formats that compute the same are run once.</summary>
internal sealed class GoldenRuns : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Classifier>> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Model, BlobDigest Input), float[]> _answers = new();

    /// <summary>What a stand-in answers to an input (NCHW).</summary>
    public float[] Predict(StandIn model, float[] input) => _answers.GetOrAdd(
        (model.Digest, BlobDigest.Of(MemoryMarshal.AsBytes(input.AsSpan()))),
        _ => _models.GetOrAdd(model.Digest, _ => new Lazy<Classifier>(() => new Classifier(model.File(), model.Preprocessing))).Value.Predict(input));

    public void Dispose()
    {
        foreach (var model in _models.Values.Where(model => model.IsValueCreated))
        {
            model.Value.Dispose();
        }
    }
}
