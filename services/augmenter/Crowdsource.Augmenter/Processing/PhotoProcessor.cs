using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Work;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Work;
using Crowdsource.Vision;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Augmenter.Processing;

/// <summary>From an upload to what the system keeps of it. Whatever goes wrong ends as a coded rejection, a later attempt or a dead letter.</summary>
internal sealed partial class PhotoProcessor(
    IWorkQueue work,
    ICatalogue catalogue,
    IVision vision,
    PhotoFindingsStore store,
    RawUploads uploads,
    IGrainFactory grains,
    TimeProvider clock,
    IOptions<AugmenterOptions> options,
    ILogger<PhotoProcessor> log)
{
    private readonly AugmenterOptions _options = options.Value;

    /// <summary>Makes one attempt; does nothing when the work is settled or held by somebody else.</summary>
    public async Task Process(long workId, CancellationToken cancellationToken)
    {
        var lease = TimeSpan.FromSeconds(_options.LeaseSeconds);
        if (await work.Claim(workId, lease, cancellationToken) is not { } ticket)
        {
            return;
        }

        await using var held = new HeldWork(work, ticket, lease, clock, cancellationToken);
        try
        {
            await Attempt(ticket, held.Token);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested)
        {
            LogCutOff(ticket.Subject, ticket.Attempt);
        }
        catch (Exception outage) when (Outage.Explains(outage))
        {
            // Not the photo's fault: it was acknowledged, and waits for room or the store as long as it takes.
            await work.Postpone(ticket, outage.Message, Outage.Pause, cancellationToken);
            LogPostponed(ticket.Subject, outage.Message);
        }
        catch (Exception error)
        {
            await Fail(ticket, error.Message, error, cancellationToken);
        }
    }

    private async Task Attempt(WorkTicket ticket, CancellationToken cancellationToken)
    {
        var id = new SubmissionId(Guid.Parse(ticket.Subject));
        var submission = (await catalogue.Load<SubmissionState>(id, cancellationToken))?.State
            ?? throw new InvalidOperationException($"There is no submission {id}.");
        var grain = grains.GetGrain<ISubmissionGrain>(id.Value);
        if (submission.Status != SubmissionStatus.Received)
        {
            await work.Complete(ticket, cancellationToken);
        }
        else if (await uploads.FindSettledTwin(submission, cancellationToken) is (var twin, var sweepMark))
        {
            await (twin.Findings is { } findings ? grain.Processed(ticket, findings, sweepMark) : grain.Unusable(ticket, twin.Rejection!));
        }
        else
        {
            await Examine(ticket, submission, grain, cancellationToken);
        }
    }

    private async Task Examine(WorkTicket ticket, SubmissionState submission, ISubmissionGrain grain, CancellationToken cancellationToken)
    {
        var upload = await uploads.Read(submission, cancellationToken);
        switch (await vision.Examine(upload, PhotoActivations.Views, cancellationToken))
        {
            case ExaminationResult.Examined examined:
                var stored = await store.Put(examined, cancellationToken);
                await grain.Processed(ticket, stored.Findings, stored.SweepMark, examined.Position);
                break;
            case ExaminationResult.Refused { Code: var code }:
                await grain.Unusable(ticket, code);
                break;
            case ExaminationResult.Failed { Reason: var reason } when ticket.Attempt >= _options.ChildrenPerPhoto:
                LogPoison(ticket.Subject, reason, ticket.Attempt);
                await grain.Unusable(ticket, RejectionCode.CannotProcess);
                break;
            case ExaminationResult.Failed { Reason: var reason }:
                await Fail(ticket, $"The child that decoded the photo failed: {reason}.", null, cancellationToken);
                break;
            case var unknown:
                throw new InvalidOperationException($"Unknown examination result {unknown}.");
        }
    }

    private async Task Fail(WorkTicket ticket, string error, Exception? exception, CancellationToken cancellationToken)
    {
        var backoff = TimeSpan.FromSeconds(_options.BackoffSeconds * Math.Pow(2, ticket.Attempt - 1));
        var outcome = await work.Fail(ticket, error, backoff, cancellationToken);
        LogFailed(exception, ticket.Subject, ticket.Attempt, error, outcome);
    }

    [LoggerMessage(LogLevel.Warning, "Processing {Submission}, attempt {Attempt}: {Error} ({Outcome})")]
    private partial void LogFailed(Exception? exception, string submission, int attempt, string error, WorkFailure outcome);

    [LoggerMessage(LogLevel.Warning, "Processing {Submission} waits: {Reason}")]
    private partial void LogPostponed(string submission, string reason);

    [LoggerMessage(LogLevel.Warning, "Photo {Submission} is given up: its decoder failed ({Reason}) in attempt {Attempt}")]
    private partial void LogPoison(string submission, VisionFailure reason, int attempt);

    [LoggerMessage(LogLevel.Information, "Processing {Submission}, attempt {Attempt}: cut off, another attempt follows")]
    private partial void LogCutOff(string submission, int attempt);
}
