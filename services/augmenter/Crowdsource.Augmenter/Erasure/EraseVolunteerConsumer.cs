using Crowdsource.Contracts.Messages;
using MassTransit;

namespace Crowdsource.Augmenter.Erasure;

internal sealed class EraseVolunteerConsumer(VolunteerEraser eraser) : IConsumer<EraseVolunteer>
{
    public Task Consume(ConsumeContext<EraseVolunteer> context) => eraser.Erase(context.Message.WorkId, context.CancellationToken);
}
