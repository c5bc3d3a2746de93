using Serilog.Context;

namespace Crowdsource.Hosting;

/// <summary>Puts the correlation of the calling request into what grains log.</summary>
internal sealed class CorrelatedGrainCalls : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        using (LogContext.PushProperty("Correlation", RequestContext.Get(Correlation.Key)))
        {
            await context.Invoke();
        }
    }
}
