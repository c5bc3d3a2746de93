using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Work;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;
using Crowdsource.Storage;
using Crowdsource.Trainer.Nights.Resuming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Nights;

/// <summary>Takes one owed night at a time, under a lease with a heartbeat, and reports to its grain, which alone writes.</summary>
internal sealed partial class NightRunner(
    IWorkQueue work, Night night, IBlobStore blobs, IGrainFactory grains, TimeProvider clock, IOptions<TrainerOptions> options, ILogger<NightRunner> log)
{
    private static readonly TimeSpan s_reporting = TimeSpan.FromSeconds(0.5);
    private readonly TrainerOptions _options = options.Value;

    /// <summary>Runs the oldest night that is owed; false when there is none.</summary>
    public async Task<bool> RunNext(CancellationToken cancellationToken)
    {
        var lease = TimeSpan.FromSeconds(_options.LeaseSeconds);
        if (await work.Claim(WorkKind.RunNight, lease, cancellationToken) is not { } ticket)
        {
            return false;
        }

        await using var held = new HeldWork(work, ticket, lease, clock, cancellationToken);
        try
        {
            await Run(ticket, held.Token);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested)
        {
            LogCutOff(ticket.Subject, ticket.Attempt);
            if (cancellationToken.IsCancellationRequested)
            {
                // The host stops, which says nothing about the night: whoever is next goes on at once.
                await work.Postpone(ticket, "The trainer was stopped.", TimeSpan.Zero, CancellationToken.None);
            }
        }
        catch (Exception outage) when (Outage.Explains(outage))
        {
            LogWaits(ticket.Subject, outage.Message);
            await work.Postpone(ticket, outage.Message, Outage.Pause, cancellationToken);
        }
        catch (Exception error)
        {
            await Fail(ticket, error, cancellationToken);
        }

        return true;
    }

    private async Task Run(WorkTicket ticket, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<INightGrain>(ticket.Subject);
        if (await grain.Begin(ticket) is not { } state)
        {
            // It has ended already, or a later holder has it.
            await work.Complete(ticket, cancellationToken);
            return;
        }

        LogBegun(ticket.Subject, ticket.Attempt, state.Seed);
        var progress = new NightProgress();
        var steps = new NightSteps(grain, ticket, blobs, state.Steps);
        if (state.Steps.Length > 0)
        {
            LogResumed(ticket.Subject, ticket.Attempt, string.Join(", ", state.Steps.Select(step => step.Name)));
        }

        using var taken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var done = new CancellationTokenSource();
        var reporting = Report(grain, ticket, progress, taken, done.Token);
        try
        {
            // Training is computing: off the caller's thread.
            var conclusion = await Task.Run(() => night.Run(state, steps, progress, taken.Token), taken.Token);
            var ended = await grain.Conclude(ticket, conclusion);
            LogEnded(ticket.Subject, ended?.Phase.ToString() ?? "taken over", string.Join(" ", conclusion.Reasons.Select(reason => reason.Text)));
        }
        catch (OperationCanceledException cut) when (cut is NightTakenException || (taken.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            LogCutOff(ticket.Subject, ticket.Attempt);
        }
        finally
        {
            await done.CancelAsync();
            await reporting;
        }
    }

    private async Task Report(INightGrain grain, WorkTicket ticket, NightProgress progress, CancellationTokenSource taken, CancellationToken done)
    {
        using var timer = new PeriodicTimer(s_reporting, clock);
        var told = default((NightPhase, double));
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                var now = progress.Current;
                if (now == told)
                {
                    continue;
                }

                if (!await grain.Progress(ticket, now.Phase, now.Share))
                {
                    await taken.CancelAsync();
                    return;
                }

                told = now;
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The night is over.
        }
        catch (Exception error)
        {
            // What is shown of the progress is not worth a night; the lease says who holds it.
            LogSilent(error, ticket.Subject);
        }
    }

    private async Task Fail(WorkTicket ticket, Exception error, CancellationToken cancellationToken)
    {
        LogFailed(error, ticket.Subject, ticket.Attempt);
        if (ticket.Attempt >= _options.Attempts)
        {
            var reason = new NightReason("error", $"{ticket.Attempt} attempts failed, the last with: {error.Message}");
            await grains.GetGrain<INightGrain>(ticket.Subject).Conclude(ticket, new NightConclusion(NightPhase.Failed, [reason], null, []));
        }
        else
        {
            var backoff = TimeSpan.FromSeconds(_options.BackoffSeconds * Math.Pow(2, ticket.Attempt - 1));
            await work.Fail(ticket, error.Message, backoff, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Night {Night}, attempt {Attempt}: begun, seed {Seed}")]
    private partial void LogBegun(string night, int attempt, int seed);

    [LoggerMessage(LogLevel.Information, "Night {Night}, attempt {Attempt}: goes on after {Steps}")]
    private partial void LogResumed(string night, int attempt, string steps);

    [LoggerMessage(LogLevel.Information, "Night {Night}: {Verdict}. {Reasons}")]
    private partial void LogEnded(string night, string verdict, string reasons);

    [LoggerMessage(LogLevel.Warning, "Night {Night}, attempt {Attempt}: cut off; whoever holds it now goes on")]
    private partial void LogCutOff(string night, int attempt);

    [LoggerMessage(LogLevel.Warning, "Night {Night} waits: {Reason}")]
    private partial void LogWaits(string night, string reason);

    [LoggerMessage(LogLevel.Error, "Night {Night}, attempt {Attempt}, failed")]
    private partial void LogFailed(Exception error, string night, int attempt);

    [LoggerMessage(LogLevel.Warning, "Night {Night}: its progress is no longer shown")]
    private partial void LogSilent(Exception error, string night);
}
