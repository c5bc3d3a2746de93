using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Work;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crowdsource.Augmenter.Erasure;

/// <summary>
/// Carries out what a volunteer's erasure owes: photo after photo forgets whose it was. A photo that is done is no longer the volunteer's,
/// so an attempt goes on where the one before was cut off.
/// </summary>
internal sealed partial class VolunteerEraser(
    IWorkQueue work, ICatalogue catalogue, IGrainFactory grains, TimeProvider clock, IOptions<AugmenterOptions> options, ILogger<VolunteerEraser> log)
{
    private const int PhotosAtOnce = 16;

    private readonly AugmenterOptions _options = options.Value;

    /// <summary>Makes one attempt; does nothing when the work is settled or held by somebody else.</summary>
    public async Task Erase(long workId, CancellationToken cancellationToken)
    {
        var lease = TimeSpan.FromSeconds(_options.LeaseSeconds);
        if (await work.Claim(workId, lease, cancellationToken) is not { } ticket)
        {
            return;
        }

        await using var held = new HeldWork(work, ticket, lease, clock, cancellationToken);
        try
        {
            await EraseAll(new VolunteerId(Guid.Parse(ticket.Subject)), held.Token);
            await work.Complete(ticket, held.Token);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested)
        {
            // Another attempt follows.
        }
        catch (Exception outage) when (Outage.Explains(outage))
        {
            // It was promised: it waits as long as it takes.
            await work.Postpone(ticket, outage.Message, Outage.Pause, cancellationToken);
            LogPostponed(outage.Message);
        }
        catch (Exception error)
        {
            var backoff = TimeSpan.FromSeconds(_options.BackoffSeconds * Math.Pow(2, ticket.Attempt - 1));
            LogFailed(error, ticket.Attempt, await work.Fail(ticket, error.Message, backoff, cancellationToken));
        }
    }

    private async Task EraseAll(VolunteerId volunteer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var photos = await catalogue.Read(
                (db, token) => db.Set<SubmissionState>().Where(photo => photo.Volunteer == volunteer)
                    .Select(photo => photo.Id).Take(PhotosAtOnce).ToListAsync(token),
                cancellationToken);
            if (photos.Count == 0)
            {
                return;
            }

            foreach (var erasing in photos.Select(photo => grains.GetGrain<ISubmissionGrain>(photo.Value).Erase(volunteer)).ToList())
            {
                await erasing.WaitAsync(cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Erasing a volunteer waits: {Reason}")]
    private partial void LogPostponed(string reason);

    [LoggerMessage(LogLevel.Warning, "Erasing a volunteer, attempt {Attempt}: {Outcome}")]
    private partial void LogFailed(Exception error, int attempt, WorkFailure outcome);
}
