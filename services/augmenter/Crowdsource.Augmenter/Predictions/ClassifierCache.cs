using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Inference;
using Crowdsource.Storage;

namespace Crowdsource.Augmenter.Predictions;

/// <summary>The models asked for lately, loaded. One takes about 30 MB.</summary>
internal sealed class ClassifierCache(IBlobStore blobs) : IDisposable
{
    private const int Capacity = 3;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly LinkedList<(BlobDigest Digest, Classifier Classifier)> _loaded = new();

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="InvalidDataException">It is no classifier.</exception>
    public async Task<Classifier?> Get(BlobDigest model, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var (_, classifier) = _loaded.FirstOrDefault(entry => entry.Digest == model);
            if (classifier is not null)
            {
                _loaded.Remove((model, classifier));
                _loaded.AddFirst((model, classifier));
                return classifier;
            }

            await using var stream = await blobs.OpenRead(model, cancellationToken);
            if (stream is null)
            {
                return null;
            }

            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            classifier = new Classifier(bytes, Preprocessing.Default);
            _loaded.AddFirst((model, classifier));
            if (_loaded.Count > Capacity)
            {
                // Somebody may still be asking it: its finalizer frees it.
                _loaded.RemoveLast();
            }

            return classifier;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var (_, classifier) in _loaded)
        {
            classifier.Dispose();
        }

        _gate.Dispose();
    }
}
