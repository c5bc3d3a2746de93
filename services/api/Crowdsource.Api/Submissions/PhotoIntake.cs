using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Telemetry;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Api.Submissions;

/// <summary>The one door for photos, in whatever way their bytes arrive.</summary>
internal sealed class PhotoIntake(ICatalogue catalogue, IUploadStore uploads, IGrainFactory grains, Quotas quotas, TimeProvider clock)
{
    /// <summary>Whether a photo is welcome, known before its bytes are read, so that what is refused is not stored.</summary>
    /// <returns>Why it would be refused, null when it is welcome; and what <see cref="Take"/> has to know.</returns>
    public async Task<(ProblemHttpResult? Refusal, Precedent Before)> Admit(
        CurrentCampaign campaign, SubmissionId id, string label, Caller caller, HttpResponse response, CancellationToken cancellationToken)
    {
        var (before, volunteer, exceeded) = await catalogue.Read(
            async (db, token) =>
            {
                var precedent = await Look(db, id, token);
                var sender = precedent.IsKnown ? null : (await db.Load<VolunteerState>(caller.Self, token))?.State;
                return (precedent, sender, sender is null ? null : await quotas.Exceeded(db, sender, campaign.Id, token));
            },
            cancellationToken);
        var refusal = before.IsKnown ? null
            : SubmissionRules.WhyNot(label, campaign.State, volunteer) is { } code ? Refuse(code)
            : exceeded is not null ? Refuse(exceeded, response)
            : null;
        return (refusal, before);
    }

    /// <summary>What <see cref="Take"/> has to know, for a photo that was welcome some time ago. Asked before its bytes are stored.</summary>
    public Task<Precedent> Look(SubmissionId id, CancellationToken cancellationToken) =>
        catalogue.Read((db, token) => Look(db, id, token), cancellationToken);

    private static async Task<Precedent> Look(CatalogueDb db, SubmissionId id, CancellationToken cancellationToken) => new(
        await db.Set<SubmissionState>().AnyAsync(photo => photo.Id == id, cancellationToken), await db.SweepMark(cancellationToken));

    private ProblemHttpResult Refuse(StandingResponse standing, HttpResponse response)
    {
        var seconds = Math.Ceiling((standing.ResetsAt - clock.GetUtcNow()).TotalSeconds);
        response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        return ProblemTypes.QuotaExceeded.Answer(
            string.Create(CultureInfo.InvariantCulture, $"{standing.DailyQuota} photos a day; the next day begins at {standing.ResetsAt:yyyy-MM-ddTHH:mm:ssZ}."));
    }

    /// <summary>Stores the bytes and submits them; when this returns, both are durable.</summary>
    /// <param name="campaign">To which the photo belongs.</param>
    /// <param name="id">The client's.</param>
    /// <param name="label">The claimed label's name.</param>
    /// <param name="capturedAt">When the photo was taken.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="before">What was known of it before.</param>
    /// <param name="content">The bytes, at most <see cref="PhotoUpload.MaxBytes"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<SubmitOutcome> Take(
        CurrentCampaign campaign, SubmissionId id, string label, DateTimeOffset capturedAt, Caller caller, Precedent before,
        Stream content, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        // A photo that is known already was perhaps processed and its upload deleted: storing it again would leave it behind.
        var (digest, bytes) = before.IsKnown
            ? await Measure(content, cancellationToken)
            : await Store(content, cancellationToken);
        var outcome = await grains.GetGrain<ISubmissionGrain>(id.Value)
            .Submit(new SubmitPhoto(id, campaign.Id, caller.Self, label, capturedAt, digest, bytes, before.SweepMark));
        if (outcome is SubmitOutcome.Received)
        {
            Measures.Acknowledgement.Record(clock.GetElapsedTime(begun).TotalSeconds);
        }

        return outcome;
    }

    /// <summary>The answer to an outcome that is none of the good ones.</summary>
    public static ProblemHttpResult Refuse(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Conflict => ProblemTypes.OtherPhoto.Answer(),
        SubmitOutcome.NotFound => ProblemTypes.NotFound.Answer(),
        SubmitOutcome.Refused refused => Refuse(refused.Code),
        _ => throw new UnreachableException(),
    };

    private static ProblemHttpResult Refuse(string code) => code switch
    {
        SubmitRefusal.UnknownLabel => ProblemTypes.UnknownLabel.Answer(),
        SubmitRefusal.LabelRetired => ProblemTypes.LabelRetired.Answer(),
        SubmitRefusal.ConsentNeeded => ProblemTypes.ConsentNeeded.Answer(),
        SubmitRefusal.CampaignPaused => ProblemTypes.CampaignPaused.Answer(),
        SubmitRefusal.CampaignClosed => ProblemTypes.CampaignClosed.Answer(),
        _ => throw new UnreachableException(),
    };

    private async Task<(BlobDigest Digest, long Bytes)> Store(Stream content, CancellationToken cancellationToken)
    {
        var stored = await uploads.Put(content, PhotoUpload.MaxBytes, cancellationToken);
        return (stored.Digest, stored.Length);
    }

    private static async Task<(BlobDigest Digest, long Bytes)> Measure(Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        var bytes = 0L;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            if ((bytes += read) > PhotoUpload.MaxBytes)
            {
                throw new BlobTooLargeException(PhotoUpload.MaxBytes);
            }
        }

        return (new BlobDigest(Convert.ToHexStringLower(hash.GetHashAndReset())), bytes);
    }
}
