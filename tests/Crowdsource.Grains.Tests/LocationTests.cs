using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class LocationTests(GrainsHost host)
{
    private static readonly GeoPoint s_home = new(52.51628, 13.3777);
    private static readonly GeoPoint s_park = new(52.60001, 13.50001);

    [Fact]
    public async Task A_location_is_gone_with_its_photo()
    {
        var scene = await Asking();
        var volunteer = await Agreeing(scene);
        var (kept, withdrawn, rejected) = (await Taken(scene, volunteer, s_park), await Taken(scene, volunteer, s_park), await Taken(scene, volunteer, s_park));
        await scene.Review(kept, Scene.Accept);
        await scene.Review(rejected, Scene.Reject);

        await scene.Submission(withdrawn).Withdraw(volunteer.Id);
        (await Locations(scene)).Select(location => location.Submission).ShouldBe([kept, rejected], ignoreOrder: true);

        await scene.Submission(kept).Erase(volunteer.Id);
        (await Locations(scene)).ShouldHaveSingleItem().Submission.ShouldBe(rejected);
        (await Grain(volunteer).Erase()).ShouldNotBeNull().HomeZone.ShouldBeNull();
        (await Locations(scene)).ShouldBeEmpty("a volunteer's erasure does not wait for the photos");
    }

    [Fact]
    public async Task A_volunteer_who_no_longer_agrees_is_heard_at_once()
    {
        var scene = await Asking();
        var volunteer = await Agreeing(scene);
        await Taken(scene, volunteer, s_park);
        var onItsWay = await scene.Received(volunteer);

        (await Grain(volunteer).Consent(scene.Id, 1, newsletter: true, location: false)).ShouldBe(ConsentOutcome.Given);
        await Process(scene, onItsWay, s_park);

        (await Locations(scene)).ShouldBeEmpty();
        (await scene.Rows<ConsentEntry>(entry => entry.Contributor == volunteer.Contributor)).Select(entry => entry.Location)
            .ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task A_home_zone_blurs_what_was_taken_there_before()
    {
        var scene = await Asking();
        var volunteer = await Agreeing(scene);
        var (home, park) = (await Taken(scene, volunteer, s_home), await Taken(scene, volunteer, s_park));

        await Grain(volunteer).SetHomeZone(new HomeZone(s_home, 1000));
        await Grain(volunteer).SetHomeZone(null);

        (await Locations(scene)).ToDictionary(location => location.Submission, location => (location.Latitude, location.Longitude, location.Blurred))
            .ShouldBe(new Dictionary<SubmissionId, (double, double, bool)>
            {
                [home] = (52.52, 13.38, true),
                [park] = (52.60001, 13.50001, false),
            }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_photo_that_a_better_one_replaces_has_no_location_any_more()
    {
        var scene = await Asking();
        var volunteer = await Agreeing(scene);
        var blurred = await scene.Received(volunteer);
        await Process(scene, blurred, s_park, Scene.Findings("blurred", hash: 4711) with { Sharpness = 1 });
        var sharp = await scene.Received(volunteer);
        await Process(scene, sharp, s_park, Scene.Findings("sharp", hash: 4711) with { Sharpness = 1000 });

        (await scene.Get(blurred)).Status.ShouldBe(SubmissionStatus.Duplicate);
        (await Locations(scene)).ShouldHaveSingleItem().Submission.ShouldBe(sharp);
    }

    [Fact]
    public async Task Who_agreed_where_nobody_asked_did_not_agree()
    {
        var scene = await Scene.Create(host);
        var volunteer = await Agreeing(scene);
        volunteer.ConsentTo(scene.Id)!.Location.ShouldBeFalse();
        await Taken(scene, volunteer, s_park);
        (await Locations(scene)).ShouldBeEmpty();
    }

    private async Task<Scene> Asking()
    {
        var scene = new Scene(host, new CampaignId(host.Fresh("fruit")));
        (await scene.Campaign.Create(new CreateCampaign(
            "Fruit", [new NewLabel("Apple", null, 200), new NewLabel("Pear", null, 200)], "You may use them.", "CC-BY-4.0", null, AsksLocation: true)))
            .ShouldBeOfType<CreateCampaignOutcome.Created>();
        return scene;
    }

    private async Task<VolunteerState> Agreeing(Scene scene)
    {
        var grain = Grain(await scene.Volunteer());
        (await grain.Consent(scene.Id, 1, newsletter: true, location: true)).ShouldBe(ConsentOutcome.Given);
        return (await grain.Get()).ShouldNotBeNull();
    }

    private async Task<SubmissionId> Taken(Scene scene, VolunteerState volunteer, GeoPoint position)
    {
        var id = await scene.Received(volunteer);
        await Process(scene, id, position);
        return id;
    }

    private async Task Process(Scene scene, SubmissionId id, GeoPoint position, PhotoFindings? findings = null) =>
        (await scene.Submission(id).Processed(
            await host.Claim(WorkKind.ProcessPhoto, id.ToString()), findings ?? Scene.Findings(id.ToString()), sweepMark: 0, position)).ShouldBeTrue();

    private IVolunteerGrain Grain(VolunteerState volunteer) => host.Grains.GetGrain<IVolunteerGrain>(volunteer.Id.Value);

    private static Task<List<PhotoLocation>> Locations(Scene scene) => scene.Rows<PhotoLocation>(location => location.Campaign == scene.Id);
}
