using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Evaluation;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Nights;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed partial class CardTests(ApiHost host)
{
    private const string Nasty = "<script>alert(\"Pear\")</script> & 'sons'";

    [Fact]
    public async Task A_card_says_what_the_night_found()
    {
        var stage = await Stage.Create(host);
        var night = await Promoted(stage);
        var card = await host.App.Get<ModelCard>($"{stage.Path}/models/1/card");
        (card.Campaign, card.CampaignName, card.Version, card.Night).ShouldBe((stage.Campaign, "Fruit", 1, 1));
        card.Metrics.ShouldBeEquivalentTo(night.Report);
        card.Limits.ShouldContain(limit => limit.Contains("optimistic"));
        card.Limits.ShouldContain(limit => limit.Contains("8-bit integers"));
        (card.Training.Strategy, card.Training.Seed).ShouldBe(("linear-head", 7));
        card.Training.Attribution.ShouldBe("Weights by others.");
        card.Data.ShouldNotBeNull().Consents.ShouldBe([new CardConsent(1, "CC-BY-4.0", 38), new CardConsent(9, null, 2)]);
        (card.Data.Photos, card.Data.Contributors, card.Data.Grouping, card.Data.Groups).ShouldBe((40, 3, "session", 11));
        card.Labels.Select(label => (label.Label, label.Test, label.Right, label.Gained, label.Lost)).ShouldBe([("Apple", 4, 3, 1, 0), (Nasty, 2, 2, 0, 1)]);
        card.Labels.Select(label => label.NoneOfThese).ShouldBe([true, false]);
        card.Limits.ShouldContain(limit => limit.Contains("Its answer for something else is \"Apple\"", StringComparison.Ordinal));
        card.Labels[0].Interval.Low.ShouldBe(0.3006, 1e-4);
        card.Confusion.ShouldBe([[3, 1], [0, 2]]);
        card.Calibration.ShouldNotBeNull().Bins.Sum(bin => bin.Photos).ShouldBe(6);
        card.Calibration.AbstainBelow.ShouldBe(0.4);
        (card.Changes.ShouldNotBeNull().Version, card.Changes.Photos, card.Changes.Gained, card.Changes.Lost).ShouldBe((1, 6, 1, 1));
        card.Artifacts.ShouldHaveSingleItem().Files.ShouldHaveSingleItem();
        card.History.ShouldHaveSingleItem().Photos.ShouldBe(40);
        await (await host.App.GetAsync($"{stage.Path}/models/2/card")).IsProblem(ProblemTypes.NotFound);
        await (await host.App.GetAsync($"{stage.Path}/models/2/card.html")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task A_version_whose_night_kept_nothing_has_a_card_too()
    {
        var stage = await Stage.Create(host);
        await stage.Promoted();
        var card = await host.App.Get<ModelCard>($"{stage.Path}/models/1/card");
        (card.Data, card.Calibration, card.Changes).ShouldBe((null, null, null));
        card.Labels.ShouldBeEmpty();
        var page = await host.App.GetStringAsync($"{stage.Path}/models/1/card.html");
        page.ShouldContain("Fruit, version 1");
        page.ShouldContain("<td>label-smoothing <strong>chosen</strong></td><td>0.1</td>");
        page.ShouldContain("0.0500 (0.0100)");
        page.ShouldNotContain("whose choice was kept");
    }

    [Fact]
    public async Task The_page_is_whole_in_itself_and_shows_names_as_text()
    {
        var stage = await Stage.Create(host);
        await stage.Promoted();
        var (better, worse) = (await stage.Accepted(await stage.Volunteer()), await stage.Accepted(await stage.Volunteer(), "Pear"));
        await Promoted(stage, better, worse);
        var response = await host.App.GetAsync($"{stage.Path}/models/2/card.html");
        await response.Has(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = await response.Content.ReadAsStringAsync();
        html.ShouldNotContain("<script", Case.Insensitive);

        var page = Parse(html);
        var texts = page.Descendants().Where(element => !element.HasElements).Select(element => element.Value).ToList();
        texts.ShouldContain(Nasty);
        texts.ShouldContain("none of these: no answer is shown");
        page.Descendants("img").Select(image => image.Attribute("src")!.Value).ShouldBe([DataUri(worse), DataUri(better)]);
        page.Descendants("img").Select(image => image.Attribute("alt")!.Value).ShouldBe([Nasty, "Apple"]);
        page.Descendants().Attributes().ShouldAllBe(attribute => !Fetching().IsMatch(attribute.Name.LocalName)
            || attribute.Value.StartsWith("data:", StringComparison.Ordinal));
        page.Descendants().Attributes().ShouldNotContain(attribute => attribute.Name == "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        page.Descendants("svg").Count().ShouldBe(3, "confusion, reliability, nights");
        page.Descendants("svg").ShouldAllBe(figure => figure.Attribute("aria-label") != null);

        var style = page.Descendants("style").ShouldHaveSingleItem().Value;
        style.ShouldContain("@media print");
        style.ShouldNotContain("url(");
        style.ShouldNotContain("@import");
        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'");
        policy.ShouldStartWith("default-src 'none'; img-src data:;");
    }

    [Fact]
    public async Task Only_staff_learn_which_photos_the_examples_are()
    {
        var stage = await Stage.Create(host);
        var (better, worse) = (await stage.Accepted(await stage.Volunteer()), await stage.Accepted(await stage.Volunteer(), "Pear"));
        await Promoted(stage, better, worse);
        (await Examples(host.Curator, stage)).Select(example => example.Submission).ShouldBe([worse, better]);
        (await Examples(host.App, stage)).ShouldBe(
        [
            new CardExample(Nasty, Nasty, "Apple", "CC-BY-4.0", null),
            new CardExample("Apple", null, "Apple", "CC-BY-4.0", null),
        ]);
    }

    [Fact]
    public async Task Who_takes_the_consent_or_the_photo_back_disappears_from_cards()
    {
        var stage = await Stage.Create(host);
        var (leaving, regretful) = (await stage.Volunteer(), await stage.Volunteer());
        var (better, worse) = (await stage.Accepted(leaving), await stage.Accepted(regretful, "Pear"));
        var silent = await stage.Accepted(await stage.Volunteer(newsletter: false));
        await Promoted(stage, better, worse, silent);
        (await Examples(host.Curator, stage)).Count.ShouldBe(2);

        await (await leaving.DeleteAsync(stage.Submission(better))).Has(HttpStatusCode.NoContent);
        (await Examples(host.Curator, stage)).ShouldHaveSingleItem().Submission.ShouldBe(worse);
        await (await regretful.Put($"{stage.Path}/consent", new ConsentRequest(1, Newsletter: false))).Has(HttpStatusCode.OK);
        (await Examples(host.Curator, stage)).ShouldBeEmpty();
        var html = await host.Curator.GetStringAsync($"{stage.Path}/models/1/card.html");
        html.ShouldNotContain(DataUri(better));
        html.ShouldNotContain(DataUri(worse));
        html.ShouldNotContain("<img");
    }

    private async Task<IReadOnlyList<CardExample>> Examples(HttpClient reader, Stage stage) =>
        (await reader.Get<ModelCard>($"{stage.Path}/models/1/card")).Changes.ShouldNotBeNull().Examples;

    /// <summary>A night whose model recognises some photos that the one before did not, and one less.</summary>
    private async Task<NightResponse> Promoted(Stage stage, Guid? better = null, Guid? worse = null, Guid? silent = null)
    {
        FlippedPhoto[] gained = [.. new[] { silent, better }.OfType<Guid>().Select(photo => new FlippedPhoto(Master(photo), 1, null, 1))];
        FlippedPhoto[] lost = [.. new[] { worse }.OfType<Guid>().Select(photo => new FlippedPhoto(Master(photo), 2, 2, 1))];
        var detail = new EvaluationDetail
        {
            Grouping = "session",
            Contributors = 3,
            Groups = 11,
            Consents = [new ConsentCount(1, 38), new ConsentCount(9, 2)],
            Labels = [new LabelDetail(1, "Apple", 15, 2, 4, 0, 3, NoneOfThese: true), new LabelDetail(2, Nasty, 15, 2, 2, 0, 2)],
            Confusion = [[3, 1], [0, 2]],
            Reliability = ReliabilityBin.Of([(0.95, true), (0.97, true), (0.9, true), (0.55, false), (0.7, true), (0.35, true)]),
            AbstainBelow = 0.4,
            Attribution = "Weights by others.",
            Champion = new ChampionDetail(1, 6, 1, 1, [new LabelChange(1, 1, 0), new LabelChange(2, 0, 1)], [.. gained, .. lost]),
        };
        return await stage.Promoted(evaluation: (await host.Blobs.Put(detail.ToJson(), CancellationToken.None)).Digest);
    }

    private static string Master(Guid photo) => BlobDigest.Of(Photos.Jpeg($"master {photo}")).Value;

    private static string DataUri(Guid photo) => $"data:image/jpeg;base64,{Convert.ToBase64String(Photos.Jpeg($"thumbnail {photo}"))}";

    /// <summary>The page is written so that a strict reader takes it too.</summary>
    private static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    [GeneratedRegex("^(src|href|srcset|action|data|poster|background|cite)$")]
    private static partial Regex Fetching();
}
