using Crowdsource.Domain.Imaging;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;

namespace Crowdsource.Trainer.Tests.Nights.Resuming;

/// <summary>Counts what nights ask for, and lets a test interfere.</summary>
internal sealed class WatchedVision(IVision inner) : IVision, IAsyncDisposable
{
    private int _forTraining;
    private int _forEvaluation;
    private volatile bool _trained;

    /// <summary>Photos prepared before an attempt began to evaluate: what is prepared later is for the files that ship.</summary>
    public int ForTraining => _forTraining;

    public int ForEvaluation => _forEvaluation;

    /// <summary>Called before the first photo is prepared for evaluation.</summary>
    public Func<Task> Evaluating { get; set; } = () => Task.CompletedTask;

    /// <summary>Another attempt at the night begins.</summary>
    public void BeginAttempt() => _trained = false;

    public Task<ExaminationResult> Examine(ReadOnlyMemory<byte> upload, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken) =>
        inner.Examine(upload, views, cancellationToken);

    public async Task<IReadOnlyList<RgbImage>> Prepare(ReadOnlyMemory<byte> master, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken)
    {
        if (!views.Contains(PhotoView.Robustness(RobustnessKind.GaussianBlur)))
        {
            Interlocked.Add(ref _forTraining, _trained ? 0 : 1);
            return await inner.Prepare(master, views, cancellationToken);
        }

        _trained = true;
        if (Interlocked.Increment(ref _forEvaluation) == 1)
        {
            await Evaluating();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await inner.Prepare(master, views, cancellationToken);
    }

    public Task<PreprocessingResult> Preprocess(ReadOnlyMemory<byte> photo, CancellationToken cancellationToken) => inner.Preprocess(photo, cancellationToken);

    public Task<byte[]> Render(ReadOnlyMemory<byte> master, PhotoView view, CancellationToken cancellationToken) => inner.Render(master, view, cancellationToken);

    public ValueTask DisposeAsync() => inner is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
