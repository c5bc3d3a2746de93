using Crowdsource.Formats.TensorFlowLite;

namespace Crowdsource.Inference.Pretrained;

/// <summary>Looks for pretrained weights once per process, at first use, and keeps the answer.</summary>
/// <param name="options">Where to look.</param>
/// <param name="found">Told in a sentence what was found.</param>
/// <param name="missing">Told, loudly, when there are none.</param>
public sealed class PretrainedBackboneSource(PretrainedOptions options, Action<string> found, Action<string> missing) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private bool _searched;
    private PretrainedBackbone? _backbone;

    /// <summary>The backbone; null when there are no pretrained weights: then there are no features, and models are trained from scratch.</summary>
    /// <exception cref="InvalidDataException">The configured file is no MobileNetV2.</exception>
    /// <exception cref="IOException">The configured file cannot be read.</exception>
    public async Task<PretrainedBackbone?> Get(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_searched)
            {
                _backbone = await Search(cancellationToken) is { } weights ? new PretrainedBackbone(weights) : null;
                _searched = true;
            }

            return _backbone;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _backbone?.Dispose();
        _gate.Dispose();
    }

    private async Task<PretrainedWeights?> Search(CancellationToken cancellationToken)
    {
        var weights = options.WeightsFile switch
        {
            PretrainedOptions.None => null,
            { Length: > 0 } file => PretrainedWeights.Load(file),
            _ => await Locate(cancellationToken),
        };
        if (weights is null)
        {
            missing(
                $"NO PRETRAINED WEIGHTS: put {PretrainedWeights.FileName} into {PretrainedWeightsLocator.DefaultCacheFolder} or name it in "
                + "Crowdsource:WeightsFile. Until then small networks are trained from scratch, which need many times more photos.");
        }

        return weights;
    }

    private async Task<PretrainedWeights?> Locate(CancellationToken cancellationToken)
    {
        using var http = options.DownloadWeights ? new HttpClient() : null;
        var locator = new PretrainedWeightsLocator(
            PretrainedWeightsLocator.Near(Environment.CurrentDirectory), PretrainedWeightsLocator.DefaultCacheFolder, http);
        return await locator.Find(found, cancellationToken);
    }
}
