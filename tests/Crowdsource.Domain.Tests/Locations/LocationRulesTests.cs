using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Domain.Tests.Locations;

public sealed class LocationRulesTests
{
    private static readonly GeoPoint s_gate = new(52.516275, 13.377704);
    private static readonly CampaignState s_asking = Samples.Campaign with { AsksLocation = true };
    private static readonly VolunteerState s_agreeing = Samples.Volunteer with
    {
        Consents = [new GivenConsent(Samples.Campaign.Id, 1, Newsletter: false, Samples.Noon, Location: true)],
    };

    private static readonly Gen<GeoPoint> s_points = Gen.Select(
        Gen.Double[-89.9, 89.9], Gen.Double[-179.9, 179.9], (latitude, longitude) => new GeoPoint(latitude, longitude));

    [Fact]
    public void A_location_is_kept_only_where_it_is_asked_for_and_agreed_to()
    {
        LocationRules.Keep(Samples.InReview, s_gate, s_asking, s_agreeing).ShouldBe(new PhotoLocation
        {
            Submission = Samples.InReview.Id,
            Campaign = s_asking.Id,
            Contributor = s_agreeing.Contributor,
            Latitude = 52.51628,
            Longitude = 13.3777,
            Blurred = false,
        });
        LocationRules.Keep(Samples.InReview, s_gate, Samples.Campaign, s_agreeing).ShouldBeNull();
        LocationRules.Keep(Samples.InReview, s_gate, s_asking, Samples.Volunteer).ShouldBeNull();
        LocationRules.Keep(Samples.InReview with { Status = SubmissionStatus.Duplicate }, s_gate, s_asking, s_agreeing).ShouldBeNull();
        var erased = VolunteerRules.Erase(s_agreeing with { HomeZone = new HomeZone(s_gate, 500) }, new ContributorKey(Guid.NewGuid()), Samples.Noon);
        LocationRules.Keep(Samples.InReview, s_gate, s_asking, erased).ShouldBeNull();
        erased.HomeZone.ShouldBeNull();
    }

    [Fact]
    public void At_home_a_location_is_rounded_once_and_for_all() => Gen.Select(s_points, Gen.Int[100, 5000]).Sample((home, radius) =>
    {
        var zone = new HomeZone(home, radius);
        var kept = LocationRules.Keep(Samples.InReview, home, s_asking, s_agreeing with { HomeZone = zone }).ShouldNotBeNull();
        kept.Blurred.ShouldBeTrue();
        (kept.Latitude, kept.Longitude).ShouldBe((Math.Round(kept.Latitude, 2), Math.Round(kept.Longitude, 2)));
        new GeoPoint(kept.Latitude, kept.Longitude).DistanceTo(home).ShouldBeLessThan(800);
        LocationRules.Blur(kept, null).ShouldBe(kept);
        LocationRules.Blur(kept, zone).ShouldBe(kept);
    });

    [Fact]
    public void A_zone_reaches_as_far_as_its_radius() => Gen.Select(s_points, Gen.Double[-0.1, 0.1], Gen.Int[100, 5000]).Sample((home, north, radius) =>
    {
        // A degree of latitude is 111.2 km on the sphere.
        var metres = Math.Abs(north) * 111_195;
        if (Math.Abs(metres - radius) > 5)
        {
            new HomeZone(home, radius).Contains(home with { Latitude = home.Latitude + north }).ShouldBe(metres < radius);
        }
    });

    [Fact]
    public void Distances_are_those_of_the_map()
    {
        s_gate.DistanceTo(s_gate).ShouldBe(0);
        // Berlin's Brandenburg Gate to the Eiffel Tower.
        s_gate.DistanceTo(new GeoPoint(48.85837, 2.294481)).ShouldBe(878_500, 2_000);
        new GeoPoint(0, 179.999).DistanceTo(new GeoPoint(0, -179.999)).ShouldBeLessThan(250);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(90.1, 0)]
    [InlineData(0, -180.1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    public void What_is_no_point_is_not_found(double latitude, double longitude) => GeoPoint.Find(latitude, longitude).ShouldBeNull();
}
