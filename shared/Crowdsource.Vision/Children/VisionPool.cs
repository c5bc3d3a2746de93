using System.Threading.Channels;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Vision.Children;

/// <summary>Spreads photos over child processes; callers wait while all are busy.</summary>
public sealed class VisionPool : IVision, IAsyncDisposable
{
    private readonly VisionChild[] _children;
    private readonly Channel<VisionChild> _idle;

    /// <exception cref="FileNotFoundException">The child's assembly is not there: without it every photo would seem to be a killer.</exception>
    public VisionPool(VisionPoolOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Children is < 1 or > 256)
        {
            throw new ArgumentException($"There can be 1 to 256 children, not {options.Children}.", nameof(options));
        }

        if (!File.Exists(options.ChildPath))
        {
            throw new FileNotFoundException($"The vision child is not at '{options.ChildPath}'.", options.ChildPath);
        }

        _children = [.. Enumerable.Range(0, options.Children).Select(_ => new VisionChild(options, clock))];
        _idle = Channel.CreateUnbounded<VisionChild>();
        foreach (var child in _children)
        {
            _idle.Writer.TryWrite(child);
        }
    }

    /// <summary>Of the children that are alive.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _children.Select(child => child.ProcessId).OfType<int>()];

    public async Task<ExaminationResult> Examine(ReadOnlyMemory<byte> upload, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken) =>
        await Ask(new VisionRequest(VisionOperation.Examine, views, upload), cancellationToken) switch
        {
            VisionAnswer.Examined examined => examined.Result,
            VisionAnswer.Refused refused => new ExaminationResult.Refused(refused.Code),
            VisionAnswer.Failed failed => new ExaminationResult.Failed(failed.Reason),
            _ => new ExaminationResult.Failed(VisionFailure.Died),
        };

    public async Task<IReadOnlyList<RgbImage>> Prepare(ReadOnlyMemory<byte> master, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken) =>
        await Ask(new VisionRequest(VisionOperation.Prepare, views, master), cancellationToken) is var answer && answer is VisionAnswer.Inputs inputs
            ? inputs.Images
            : throw Fault(answer);

    public async Task<PreprocessingResult> Preprocess(ReadOnlyMemory<byte> photo, CancellationToken cancellationToken) =>
        await Ask(new VisionRequest(VisionOperation.Preprocess, [], photo), cancellationToken) switch
        {
            VisionAnswer.Inputs { Images: [var input] } => new PreprocessingResult.Prepared(input),
            VisionAnswer.Refused refused => new PreprocessingResult.Refused(refused.Code),
            VisionAnswer.Failed failed => new PreprocessingResult.Failed(failed.Reason),
            _ => new PreprocessingResult.Failed(VisionFailure.Died),
        };

    public async Task<byte[]> Render(ReadOnlyMemory<byte> master, PhotoView view, CancellationToken cancellationToken) =>
        await Ask(new VisionRequest(VisionOperation.Render, [view], master), cancellationToken) is var answer && answer is VisionAnswer.Picture picture
            ? picture.Jpeg
            : throw Fault(answer);

    /// <summary>Ends all children, also those that are at work.</summary>
    public async ValueTask DisposeAsync()
    {
        _idle.Writer.TryComplete();
        foreach (var child in _children)
        {
            await child.DisposeAsync();
        }
    }

    private static Exception Fault(VisionAnswer answer) => answer switch
    {
        VisionAnswer.Damaged => new InvalidDataException("A clean master cannot be decoded: it is damaged."),
        VisionAnswer.Failed failed => new VisionFailedException(failed.Reason),
        _ => new VisionFailedException(VisionFailure.Died),
    };

    private async Task<VisionAnswer> Ask(VisionRequest request, CancellationToken cancellationToken)
    {
        var child = await _idle.Reader.ReadAsync(cancellationToken);
        try
        {
            return await child.Ask(request, cancellationToken);
        }
        finally
        {
            _idle.Writer.TryWrite(child);
        }
    }
}
