using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Crowdsource.Cli.Commands;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Datasets;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class DatasetTests(ApiHost host)
{
    private static readonly string[] s_odd = ["A/B: \"both\"", "con", "Äpfel 苹果", "../up"];

    [Fact]
    public async Task The_archive_has_the_accepted_photos_and_says_what_they_are()
    {
        var stage = await Odd();
        var volunteer = await stage.Volunteer();
        var accepted = new List<Guid>();
        foreach (var label in s_odd)
        {
            accepted.Add(await stage.Accepted(volunteer, label));
        }

        await stage.InReview(volunteer, "con");
        var withdrawn = await stage.Accepted(volunteer, "con");
        await (await volunteer.DeleteAsync(stage.Submission(withdrawn))).Has(HttpStatusCode.NoContent);

        var (archive, photos) = await Download(stage);
        using (archive)
        {
            photos.Select(photo => Guid.Parse(Path.GetFileNameWithoutExtension(photo.File))).ShouldBe(accepted, ignoreOrder: true);
            archive.Entries.Select(entry => entry.FullName).ShouldBe([.. photos.Select(photo => photo.File), DatasetPhoto.Manifest], ignoreOrder: true);
            photos.Select(photo => (photo.Label, photo.File.Split('/')[1])).ShouldBe(
                [("A/B: \"both\"", "A_B_ _both_"), ("con", "_con"), ("Äpfel 苹果", "Äpfel 苹果"), ("../up", "_up")], ignoreOrder: true);
            foreach (var photo in photos)
            {
                var bytes = Bytes(archive.GetEntry(photo.File)!);
                BlobDigest.Of(bytes).Value.ShouldBe(photo.Digest);
                bytes.ShouldBe(Photos.Jpeg($"master {Path.GetFileNameWithoutExtension(photo.File)}"));
                photo.File.ShouldStartWith($"{photo.Split}/");
                (photo.Licence, photo.Width, photo.Height, photo.Anchor).ShouldBe(("CC-BY-4.0", 640, 480, false));
            }

            photos.Select(photo => photo.Contributor).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task A_locked_photo_is_a_test_photo_and_keeps_the_licence_it_was_sent_under()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var ids = new List<SubmissionId>();
        for (var day = 0; day < 8; day++)
        {
            ids.Add(new SubmissionId(await stage.Accepted(await stage.Volunteer())));
        }

        var test = await host.Catalogue.Read(
            (db, token) => db.Set<SubmissionState>().FirstAsync(row => ids.Contains(row.Id) && row.Split == Split.Test, token), default);
        await (await host.Curator.Put($"{stage.Path}/anchor", new AnchorRequest([test.Id.Value]))).Has(HttpStatusCode.OK);
        using var edit = new HttpRequestMessage(HttpMethod.Put, stage.Path)
        {
            Content = System.Net.Http.Json.JsonContent.Create(
                new EditCampaignRequest(
                    "Fruit", [new EditLabelRequest("Apple", 1), new EditLabelRequest("Pear", 2)], "You may use them.", "CC0-1.0"),
                options: ProtocolJson.Options),
        };
        edit.Headers.IfMatch.Add(EntityTagHeaderValue.Any);
        await (await host.Owner.SendAsync(edit)).Has(HttpStatusCode.OK);

        var (archive, photos) = await Download(stage);
        archive.Dispose();
        photos.Count.ShouldBe(8);
        photos.ShouldAllBe(photo => photo.Licence == "CC-BY-4.0");
        var anchor = photos.Single(photo => photo.Anchor);
        anchor.File.ShouldBe($"test/Apple/{test.Id}.jpg");
    }

    [Fact]
    public async Task A_dataset_can_be_imported_again()
    {
        var original = await Odd();
        var volunteer = await original.Volunteer();
        foreach (var label in s_odd)
        {
            await original.Accepted(volunteer, label);
        }

        using var folder = new TemporaryFolder();
        var (archive, photos) = await Download(original);
        using (archive)
        {
            archive.ExtractToDirectory(folder.Path);
        }

        var copy = await Odd();
        var importer = await copy.Volunteer();
        var output = new StringWriter();
        (await CommandLine.Run(
            [
                "import", folder.Path, "--campaign", copy.Campaign, "--server", host.Address.ToString(),
                "--token", importer.DefaultRequestHeaders.Authorization!.Parameter!, "--json",
            ],
            output, output, CancellationToken.None)).ShouldBe(0, output.ToString());

        var sent = (await importer.Get<Page<Protocol.Submissions.SubmissionResponse>>("/api/v1/volunteers/me/submissions")).Items;
        sent.Select(photo => (photo.Label, photo.CapturedAt)).ShouldBe(
            photos.Select(photo => (photo.Label, photo.CapturedAt)), ignoreOrder: true);
        foreach (var photo in sent)
        {
            await copy.Process(photo.Id);
        }
    }

    [Fact]
    public async Task A_campaign_without_photos_is_an_archive_too()
    {
        var (archive, photos) = await Download(await Stage.Create(host));
        photos.ShouldBeEmpty();
        archive.Entries.ShouldHaveSingleItem().FullName.ShouldBe(DatasetPhoto.Manifest);
        archive.Dispose();
    }

    private async Task<Stage> Odd()
    {
        var id = host.Fresh("odd");
        await (await host.Owner.Post("/api/v1/campaigns", Stage.Request(id) with { Labels = [.. s_odd.Select(label => new NewLabelRequest(label))] }))
            .Has(HttpStatusCode.Created);
        return new Stage(host, id);
    }

    private async Task<(ZipArchive Archive, List<DatasetPhoto> Photos)> Download(Stage stage)
    {
        var response = await host.Owner.GetAsync($"{stage.Path}/dataset");
        await response.Has(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{stage.Campaign}-dataset.zip");
        var archive = new ZipArchive(await response.Content.ReadAsStreamAsync());
        using var lines = new StreamReader(archive.GetEntry(DatasetPhoto.Manifest)!.Open());
        var photos = (await lines.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<DatasetPhoto>(line, ProtocolJson.Options)!)
            .ToList();
        return (archive, photos);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
