using MassTransit;

namespace Crowdsource.Trainer.Releases;

internal sealed class ReleaseModelConsumerDefinition : ConsumerDefinition<ReleaseModelConsumer>
{
    public ReleaseModelConsumerDefinition()
    {
        EndpointName = "release-model";
        ConcurrentMessageLimit = 1;
    }
}
