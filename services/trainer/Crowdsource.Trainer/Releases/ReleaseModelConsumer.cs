using Crowdsource.Contracts.Messages;
using MassTransit;

namespace Crowdsource.Trainer.Releases;

internal sealed class ReleaseModelConsumer(ModelReleaser releaser) : IConsumer<ReleaseModel>
{
    public Task Consume(ConsumeContext<ReleaseModel> context) => releaser.Release(context.Message.WorkId, context.CancellationToken);
}
