using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Crowdsource.Domain.Locations;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Campaigns;
using Crowdsource.Protocol.Datasets;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class LocationTests(ApiHost host)
{
    private const string HomeZone = "/api/v1/volunteers/me/home-zone";
    private static readonly GeoPoint s_park = new(52.60001, 13.50001);

    [Fact]
    public async Task The_volunteer_and_the_owner_see_where_a_photo_was_taken_when_both_agreed()
    {
        var stage = await Asking();
        var (agreeing, silent) = (await stage.Volunteer(), await stage.Volunteer());
        (await (await agreeing.Put($"{stage.Path}/consent", new ConsentRequest(1, Location: true))).Is<ConsentResponse>(HttpStatusCode.OK))
            .Location.ShouldBeTrue();
        var photo = await stage.Accepted(agreeing, position: s_park);
        var other = await stage.Accepted(silent, position: s_park);

        (await Exported(agreeing)).Photos.ShouldHaveSingleItem().Location.ShouldBe(new ExportedLocation(52.60001, 13.50001, Blurred: false));
        (await Exported(silent)).Photos.ShouldHaveSingleItem().Location.ShouldBeNull();
        var manifest = await Manifest(stage);
        Located(photo).ShouldBe((52.60001, 13.50001));
        Located(other).ShouldBe((null, null));

        await (await agreeing.Put(HomeZone, new HomeZoneDocument(52.6, 13.5, 100))).Has(HttpStatusCode.OK);
        (await Exported(agreeing)).Photos.ShouldHaveSingleItem().Location.ShouldBe(new ExportedLocation(52.6, 13.5, Blurred: true));
        await (await agreeing.DeleteAsync(stage.Submission(photo))).Has(HttpStatusCode.NoContent);
        (await Exported(agreeing)).Photos.ShouldHaveSingleItem().Location.ShouldBeNull();

        (double?, double?) Located(Guid id) =>
            manifest.Where(row => row.File.Contains(id.ToString(), StringComparison.Ordinal)).Select(row => (row.Latitude, row.Longitude)).Single();
    }

    [Fact]
    public async Task A_home_zone_is_set_shown_to_its_volunteer_and_forgotten()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var zone = new HomeZoneDocument(-33.85678, 151.21530, 1500);

        (await (await volunteer.Put(HomeZone, zone)).Is<HomeZoneDocument>(HttpStatusCode.OK)).ShouldBe(zone);
        (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).HomeZone.ShouldBe(zone);
        await (await volunteer.DeleteAsync(HomeZone)).Has(HttpStatusCode.NoContent);
        (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).HomeZone.ShouldBeNull();

        (await (await volunteer.Put(HomeZone, new HomeZoneDocument(90.1, -181, 99))).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["latitude", "longitude", "radiusMeters"], ignoreOrder: true);
        await (await host.Anonymous.Put(HomeZone, zone)).IsProblem(ProblemTypes.Unauthenticated);
    }

    [Fact]
    public async Task A_campaign_says_whether_it_asks()
    {
        (await host.Anonymous.Get<CampaignResponse>((await Asking()).Path)).AsksLocation.ShouldBeTrue();
        (await host.Anonymous.Get<CampaignResponse>((await Stage.Create(host)).Path)).AsksLocation.ShouldBeFalse();
    }

    private async Task<Stage> Asking()
    {
        var id = host.Fresh("places");
        await (await host.Owner.Post("/api/v1/campaigns", Stage.Request(id) with { AsksLocation = true })).Has(HttpStatusCode.Created);
        return new Stage(host, id);
    }

    private static async Task<VolunteerExport> Exported(HttpClient volunteer)
    {
        using var archive = new ZipArchive(await volunteer.GetStreamAsync("/api/v1/volunteers/me/export"));
        return (await JsonSerializer.DeserializeAsync<VolunteerExport>(archive.GetEntry("data.json")!.Open(), ProtocolJson.Options)).ShouldNotBeNull();
    }

    private async Task<List<DatasetPhoto>> Manifest(Stage stage)
    {
        using var archive = new ZipArchive(await host.Owner.GetStreamAsync($"{stage.Path}/dataset"));
        using var lines = new StreamReader(archive.GetEntry(DatasetPhoto.Manifest)!.Open());
        return [.. (await lines.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<DatasetPhoto>(line, ProtocolJson.Options)!)];
    }
}
