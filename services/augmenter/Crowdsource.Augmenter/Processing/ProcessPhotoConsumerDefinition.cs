using MassTransit;
using Microsoft.Extensions.Options;

namespace Crowdsource.Augmenter.Processing;

internal sealed class ProcessPhotoConsumerDefinition : ConsumerDefinition<ProcessPhotoConsumer>
{
    public ProcessPhotoConsumerDefinition(IOptions<AugmenterOptions> options)
    {
        EndpointName = "process-photo";
        ConcurrentMessageLimit = options.Value.Parallelism;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ProcessPhotoConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        // The next photo waits at hand. There is no retry here: the work table counts attempts, and a lost message is sent again from it.
        endpointConfigurator.PrefetchCount = 2 * ConcurrentMessageLimit!.Value;
    }
}
