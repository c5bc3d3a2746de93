using Crowdsource.Api.Campaigns;
using Crowdsource.Api.Nights;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Nights;
using Crowdsource.Storage;

namespace Crowdsource.Api.Models.Cards;

/// <summary>Puts a version's card together from what its night left, with the photos that may be shown now.</summary>
internal sealed class CardSource(ICatalogue catalogue, IBlobStore blobs)
{
    private const int MostExamples = 12;

    /// <summary>Null when there is no such version.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="version">Which version.</param>
    /// <param name="staff">Whether the reader may know which photos the examples are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<CardContent?> Read(CampaignState campaign, int version, bool staff, CancellationToken cancellationToken)
    {
        if (await catalogue.Read((db, token) => db.FindModel(campaign.Id, version, token), cancellationToken) is not var (model, night))
        {
            return null;
        }

        var history = await catalogue.Read((db, token) => db.TrainedUpTo(campaign.Id, model.Night, token), cancellationToken);
        var detail = await Detail(night?.Report?.Evaluation, cancellationToken);
        var (examples, pictures) = await Examples(campaign, detail, staff, cancellationToken);
        var card = new ModelCard(
            campaign.Id.Value,
            campaign.Name,
            model.Version,
            model.Night,
            model.CreatedAt,
            [.. Limits(model, detail)],
            night?.Report?.ToResponse(campaign),
            new CardTraining(
                night?.Report?.Strategy, night?.Seed ?? 0, model.Generation?.Number, model.Generation?.AdoptedAt, model.Generation?.Why, detail?.Attribution,
                night?.StartedAt, night?.EndedAt),
            detail is null ? null : Data(campaign, night!.Report!, detail),
            detail is null ? [] : [.. detail.Labels.Select(label => Label(label, detail.Champion))],
            detail?.Confusion ?? [],
            detail is null ? null : Calibration(detail),
            detail?.Champion is { } champion
                ? new CardChanges(champion.Version, champion.Photos, champion.Gained, champion.Lost, examples)
                : null,
            [.. model.Artifacts.Select(ModelDocuments.ToResponse)],
            [.. history.Where(past => past.Report is not null).Select(Past)]);
        return new CardContent(card, pictures);
    }

    private async Task<EvaluationDetail?> Detail(BlobDigest? digest, CancellationToken cancellationToken) =>
        digest is { } known && await ReadAll(known, cancellationToken) is { } json ? EvaluationDetail.Parse(json) : null;

    /// <summary>As many of both kinds as there are, taking turns.</summary>
    private async Task<(IReadOnlyList<CardExample> Examples, IReadOnlyList<byte[]?> Pictures)> Examples(
        CampaignState campaign, EvaluationDetail? detail, bool staff, CancellationToken cancellationToken)
    {
        if (detail?.Champion is not { Flips: { Length: > 0 } flips })
        {
            return ([], []);
        }

        var photos = await catalogue.Read((db, token) => db.Showable(campaign, flips.Select(flip => flip.Photo), token), cancellationToken);
        var names = detail.Labels.ToDictionary(label => label.Id, label => label.Name);
        var chosen = flips.Where(flip => photos.ContainsKey(flip.Photo))
            .GroupBy(flip => flip.Gained)
            .SelectMany(kind => kind.Select((flip, turn) => (Flip: flip, Turn: turn)))
            .OrderBy(flip => flip.Turn)
            .Take(MostExamples)
            .Select(flip => (flip.Flip, Photo: photos[flip.Flip.Photo]))
            .OrderBy(example => example.Flip.Gained)
            .ToList();
        var pictures = new List<byte[]?>();
        foreach (var (_, photo) in chosen)
        {
            pictures.Add(await ReadAll(photo.Findings!.Thumbnail, cancellationToken));
        }

        return (
            [
                .. chosen.Select(example => new CardExample(
                    names[example.Flip.Label],
                    example.Flip.Before is { } before ? names[before] : null,
                    names[example.Flip.Now],
                    campaign.FindConsent(example.Photo.ConsentVersion)!.Licence,
                    staff ? example.Photo.Id.Value : null)),
            ],
            pictures);
    }

    private async Task<byte[]?> ReadAll(BlobDigest digest, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenRead(digest, cancellationToken);
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static CardData Data(CampaignState campaign, NightReport report, EvaluationDetail detail) => new(
        report.Snapshot.Value,
        detail.Consents.Sum(consent => consent.Photos),
        detail.Contributors,
        detail.Grouping,
        detail.Groups,
        [.. detail.Consents.Select(consent => new CardConsent(consent.Version, campaign.FindConsent(consent.Version)?.Licence, consent.Photos))]);

    private static CardLabel Label(LabelDetail label, ChampionDetail? champion)
    {
        var change = champion?.Labels.FirstOrDefault(change => change.Label == label.Id);
        return new CardLabel(
            label.Name, label.Train, label.Validation, label.Test, label.Anchor, label.Right, Interval(label.Right, label.Test),
            champion is null ? null : change?.Gained ?? 0, champion is null ? null : change?.Lost ?? 0, label.NoneOfThese);
    }

    private static IntervalDocument Interval(int right, int photos)
    {
        var interval = Domain.Evaluation.Interval.Wilson(right, photos);
        return new IntervalDocument(interval.Low, interval.High);
    }

    private static CardCalibration Calibration(EvaluationDetail detail) => new(
        ReliabilityBin.Error(detail.Reliability),
        detail.AbstainBelow,
        [.. detail.Reliability.Select(bin => new CardBin(bin.From, bin.To, bin.Photos, bin.Confidence, bin.Right))]);

    private static CardNight Past(NightState night) => new(
        night.Number,
        night.Version,
        night.EndedAt,
        night.Report!.Train + night.Report.Validation + night.Report.Test,
        night.Report.Top1,
        new IntervalDocument(night.Report.Top1Low, night.Report.Top1High),
        (night.EndedAt - night.StartedAt)?.TotalSeconds);

    private static IEnumerable<string> Limits(ModelVersion model, EvaluationDetail? detail)
    {
        yield return "It was measured on photos of its own contributors, which no training saw. That is optimistic: photos from elsewhere, of "
            + "other things of the kind, in other light, do worse.";
        yield return "It knows its labels and nothing else: of a photo of something else it gives one of them, unless the app keeps to the "
            + "threshold below which no answer is better."
            + (detail?.Labels.FirstOrDefault(label => label.NoneOfThese) is { } none
                ? $" Its answer for something else is \"{none.Name}\", as far as it has seen the like of it."
                : "");
        if (detail?.Attribution is not null)
        {
            yield return "It builds on weights that others trained on photos of ImageNet, with whatever those photos are short of. The file that "
                + "they come from holds 8-bit integers, which were turned back into real numbers; how accurate they were on photos that they had "
                + "not seen is not known.";
        }

        if (model.Artifacts.Any(artifact => artifact.Id != ArtifactId.OnnxFp32))
        {
            yield return "No Apple device and no 8-bit kernel of an ARM processor ran it here. Core ML files were checked by reading them back; "
                + "8-bit files ran on the server's processor.";
        }
    }
}
