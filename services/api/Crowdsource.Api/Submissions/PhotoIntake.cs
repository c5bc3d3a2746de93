using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Crowdsource.Api.Access;
using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Problems;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Blobs;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Crowdsource.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crowdsource.Api.Submissions;

/// <summary>The one door for photos, in whatever way their bytes arrive.</summary>
internal sealed class PhotoIntake(ICatalogue catalogue, IUploadStore uploads, IGrainFactory grains, Quotas quotas, TimeProvider clock)
{
    /// <summary>Why a photo would be refused, known before its bytes are read, so that what is refused is not stored; null when it is welcome.</summary>
    public async Task<ProblemHttpResult?> WhyNot(
        CurrentCampaign campaign, SubmissionId id, string label, Caller caller, HttpResponse response, CancellationToken cancellationToken)
    {
        var (known, volunteer, exceeded) = await catalogue.Read(
            async (db, token) =>
            {
                var submission = await db.Load<SubmissionState>(id, token);
                var sender = (await db.Load<VolunteerState>(caller.Self, token))?.State;
                return (submission, sender,
                    submission is null && sender is not null ? await quotas.Exceeded(db, sender, campaign.Id, token) : null);
            },
            cancellationToken);
        if (known is not null)
        {
            return null;
        }

        return SubmissionRules.WhyNot(label, campaign.State, volunteer) is { } refusal ? Refuse(refusal)
            : exceeded is not null ? Refuse(exceeded, response)
            : null;
    }

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
    /// <param name="content">The bytes, at most <see cref="PhotoUpload.MaxBytes"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<SubmitOutcome> Take(
        CurrentCampaign campaign, SubmissionId id, string label, DateTimeOffset capturedAt, Caller caller, Stream content,
        CancellationToken cancellationToken)
    {
        var (known, sweepMark) = await catalogue.Read(
            async (db, token) => (await db.Load<SubmissionState>(id, token), await db.SweepMark(token)), cancellationToken);
        // A photo that is known already was perhaps processed and its upload deleted: storing it again would leave it behind.
        var (digest, bytes) = known is null
            ? await Store(content, cancellationToken)
            : await Measure(content, cancellationToken);
        return await grains.GetGrain<ISubmissionGrain>(id.Value)
            .Submit(new SubmitPhoto(id, campaign.Id, caller.Self, label, capturedAt, digest, bytes, sweepMark));
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
