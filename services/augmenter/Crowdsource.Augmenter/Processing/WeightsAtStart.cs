using Crowdsource.Inference.Pretrained;
using Microsoft.Extensions.Hosting;

namespace Crowdsource.Augmenter.Processing;

/// <summary>Looks for the pretrained weights at the start, so that the first photo does not wait for them and the log says early which there are.</summary>
internal sealed class WeightsAtStart(PretrainedBackboneSource source) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => source.Get(stoppingToken);
}
