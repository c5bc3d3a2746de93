using MassTransit;

namespace Crowdsource.Hosting;

/// <summary>Continues the correlation of the request that caused a message.</summary>
internal sealed class CorrelatedConsume<TMessage> : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public async Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        using (Correlation.Enter(context.Headers.Get<string>(Correlation.Key) ?? context.MessageId?.ToString("N") ?? "none"))
        {
            await next.Send(context);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("correlation");
}
