using System.Buffers.Binary;
using System.Text;
using Crowdsource.Augmenter.Processing;
using Crowdsource.Augmenter.Sweeping;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using Crowdsource.Testing.Hosts;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Augmenter.Tests.Processing;

/// <summary>A photo with a position in it, through the real child: the position is in the catalogue when all agree, and else nowhere.</summary>
public sealed class LocationTests
{
    private const double Latitude = 47.6188;
    private const double Longitude = -122.19774;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, true, false, Latitude, Longitude)]
    [InlineData(true, true, true, 47.62, -122.2)]
    [InlineData(true, false, false, null, null)]
    [InlineData(false, true, false, null, null)]
    public async Task Where_a_photo_was_taken_is_kept_when_the_campaign_asks_and_the_volunteer_agrees(
        bool asks, bool agrees, bool atHome, double? latitude, double? longitude)
    {
        var photo = await File.ReadAllBytesAsync(SharedFiles.Require("photos", "fruit", "apple", "IMG_20200229_164759.jpg"), Cancelled);
        HasTrace(photo).ShouldBeTrue("the search finds what is there");
        await using var host = await EmbeddedHost.Start(
            services => services.AddCrowdsourceAugmenter(),
            addConsumers: null,
            ("Crowdsource:WeightsFile", "none"), ("Crowdsource:Sweep:Seconds", "3600"));
        var campaign = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        await campaign.AskForLocation(asks, agrees);
        var volunteer = host.Grains.GetGrain<IVolunteerGrain>(campaign.Volunteer.Value);
        if (atHome)
        {
            (await volunteer.SetHomeZone(new HomeZone(new GeoPoint(47.617, -122.196), 500))).ShouldNotBeNull();
        }

        var id = await campaign.Send(photo, "apple");
        await host.Get<PhotoProcessor>().Process((await campaign.WorkOf(id)).Id, Cancelled);
        await host.Get<Sweeper>().DeleteCondemned(Cancelled);

        (await campaign.State(id)).Status.ShouldBe(SubmissionStatus.InReview);
        var kept = await host.Catalogue.Read((db, token) => db.Set<PhotoLocation>().SingleOrDefaultAsync(token), Cancelled);
        (kept?.Latitude, kept?.Longitude, kept?.Blurred ?? atHome).ShouldBe((latitude, longitude, atHome));
        var exact = Directory.EnumerateFiles(host.DataFolder, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0 && FileHasTrace(file)).Select(Path.GetFileName).ToList();
        exact.ShouldAllBe(file => latitude == Latitude && file!.StartsWith("catalogue", StringComparison.Ordinal));
        (exact.Count > 0).ShouldBe(latitude == Latitude);
    }

    [Fact]
    public async Task The_same_file_sent_to_two_campaigns_has_its_location_in_the_one_that_asks()
    {
        var photo = await File.ReadAllBytesAsync(SharedFiles.Require("photos", "fruit", "apple", "IMG_20200229_164759.jpg"), Cancelled);
        await using var host = await EmbeddedHost.Start(
            services => services.AddCrowdsourceAugmenter(), addConsumers: null, ("Crowdsource:WeightsFile", "none"));
        var silent = await SmallCampaign.Create(host, "fruit", "apple", "pear");
        var asking = await SmallCampaign.Create(host, "places", "apple", "pear");
        await asking.AskForLocation(asks: true, agrees: true);

        foreach (var campaign in new[] { silent, asking })
        {
            var id = await campaign.Send(photo, "apple");
            await host.Get<PhotoProcessor>().Process((await campaign.WorkOf(id)).Id, Cancelled);
        }

        (await host.Catalogue.Read((db, token) => db.Set<PhotoLocation>().SingleAsync(token), Cancelled)).Campaign.ShouldBe(new CampaignId("places"));
    }

    private static bool FileHasTrace(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return HasTrace(bytes);
    }

    private static bool HasTrace(byte[] bytes) => Traces().Any(trace => bytes.AsSpan().IndexOf(trace) >= 0);

    /// <summary>The position as EXIF, SQLite, .NET and people write it.</summary>
    private static IEnumerable<byte[]> Traces()
    {
        uint[] exif = [47, 1, 37, 1, 768, 100];
        foreach (var bigEndian in new[] { true, false })
        {
            var rationals = new byte[4 * exif.Length];
            for (var i = 0; i < exif.Length; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(rationals.AsSpan(4 * i), bigEndian ? BinaryPrimitives.ReverseEndianness(exif[i]) : exif[i]);
            }

            yield return rationals;
            foreach (var number in new[] { Latitude, Longitude })
            {
                var bits = BitConverter.DoubleToUInt64Bits(number);
                yield return BitConverter.GetBytes(bigEndian ? BinaryPrimitives.ReverseEndianness(bits) : bits);
            }
        }

        yield return Encoding.ASCII.GetBytes("47.618");
        yield return Encoding.ASCII.GetBytes("122.197");
    }
}
