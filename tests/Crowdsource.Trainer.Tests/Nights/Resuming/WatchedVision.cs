using Crowdsource.Domain.Imaging;
using Crowdsource.Vision;

namespace Crowdsource.Trainer.Tests.Nights.Resuming;

/// <summary>Counts what nights ask for, and lets a test interfere.</summary>
internal sealed class WatchedVision(IVision inner) : IVision, IAsyncDisposable
{
    private int _forTraining;
    private int _forEvaluation;

    /// <summary>Photos prepared as training takes them: with their variants, at the size of the network.</summary>
    public int ForTraining => _forTraining;

    /// <summary>Called before the first photo is prepared for evaluation.</summary>
    public Func<Task> Evaluating { get; set; } = () => Task.CompletedTask;

    public Task<ExaminationResult> Examine(ReadOnlyMemory<byte> upload, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken) =>
        inner.Examine(upload, views, cancellationToken);

    public async Task<IReadOnlyList<RgbImage>> Prepare(ReadOnlyMemory<byte> master, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken)
    {
        if (views.Contains(PhotoView.Original) && views.Any(view => view.VariantNumber is not null) && views.All(view => view.Size is null))
        {
            Interlocked.Increment(ref _forTraining);
        }
        else if (Interlocked.Increment(ref _forEvaluation) == 1)
        {
            try
            {
                await Evaluating();
            }
            catch
            {
                // The next attempt begins anew.
                Interlocked.Exchange(ref _forEvaluation, 0);
                throw;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return await inner.Prepare(master, views, cancellationToken);
    }

    public Task<PreprocessingResult> Preprocess(ReadOnlyMemory<byte> photo, CancellationToken cancellationToken) => inner.Preprocess(photo, cancellationToken);

    public Task<byte[]> Render(ReadOnlyMemory<byte> master, PhotoView view, CancellationToken cancellationToken) => inner.Render(master, view, cancellationToken);

    public ValueTask DisposeAsync() => inner is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
