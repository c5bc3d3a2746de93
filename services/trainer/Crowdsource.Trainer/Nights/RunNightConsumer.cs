using Crowdsource.Contracts.Messages;
using MassTransit;

namespace Crowdsource.Trainer.Nights;

/// <summary>A night takes longer than a broker waits for an acknowledgement: the message only wakes the service, which leases the work.</summary>
internal sealed class RunNightConsumer(NightWakeUp wakeUp) : IConsumer<RunNight>
{
    public Task Consume(ConsumeContext<RunNight> context)
    {
        wakeUp.Call();
        return Task.CompletedTask;
    }
}
