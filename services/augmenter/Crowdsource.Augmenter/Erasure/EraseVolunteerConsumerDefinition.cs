using MassTransit;

namespace Crowdsource.Augmenter.Erasure;

internal sealed class EraseVolunteerConsumerDefinition : ConsumerDefinition<EraseVolunteerConsumer>
{
    public EraseVolunteerConsumerDefinition()
    {
        EndpointName = "erase-volunteer";
        ConcurrentMessageLimit = 1;
    }
}
