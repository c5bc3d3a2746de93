using Crowdsource.Contracts.Messages;
using MassTransit;

namespace Crowdsource.Augmenter.Processing;

internal sealed class ProcessPhotoConsumer(PhotoProcessor processor) : IConsumer<ProcessPhoto>
{
    public Task Consume(ConsumeContext<ProcessPhoto> context) => processor.Process(context.Message.WorkId, context.CancellationToken);
}
