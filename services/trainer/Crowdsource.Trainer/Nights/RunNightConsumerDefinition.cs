using MassTransit;

namespace Crowdsource.Trainer.Nights;

internal sealed class RunNightConsumerDefinition : ConsumerDefinition<RunNightConsumer>
{
    public RunNightConsumerDefinition()
    {
        EndpointName = "run-night";
        ConcurrentMessageLimit = 1;
    }
}
