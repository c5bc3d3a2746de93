using System.Net;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Leaderboards;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Volunteers;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class ErasureTests(ApiHost host)
{
    [Fact]
    public async Task Who_asks_to_be_forgotten_is_nobody_from_that_moment()
    {
        var stage = await Stage.Create(host);
        var name = host.Fresh("Otter");
        var volunteer = await stage.Volunteer(pseudonym: name);
        var me = (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Id;
        var photo = await stage.Accepted(volunteer);

        await (await volunteer.DeleteAsync("/api/v1/volunteers/me")).Has(HttpStatusCode.Accepted);

        await (await volunteer.GetAsync("/api/v1/volunteers/me")).IsProblem(ProblemTypes.Unauthenticated);
        (await host.Anonymous.Get<LeaderboardResponse>($"{stage.Path}/leaderboard")).Entries.ShouldBeEmpty();
        (await host.Work.Open(WorkKind.EraseVolunteer, 1000, CancellationToken.None)).ShouldContain(work => work.Subject == me.ToString());
        await stage.Volunteer(pseudonym: name);

        // What the work does.
        await host.Grains.GetGrain<ISubmissionGrain>(photo).Erase(new VolunteerId(me));
        (await host.Curator.Get<SubmissionResponse>(stage.Submission(photo))).ShouldSatisfyAllConditions(
            left => left.Status.ShouldBe(SubmissionStatus.Erased),
            left => left.Points.ShouldBe(0));
        await (await host.Curator.GetAsync($"{stage.Submission(photo)}/photo")).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task Everybody_is_told_which_photos_were_taken_back()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var photos = new List<Guid>();
        for (var photo = 0; photo < 3; photo++)
        {
            photos.Add(await stage.Accepted(volunteer));
        }

        (await host.Anonymous.Get<Page<WithdrawnPhotoResponse>>($"{stage.Path}/withdrawn")).Items.ShouldBeEmpty();
        foreach (var photo in photos)
        {
            await (await volunteer.DeleteAsync(stage.Submission(photo))).Has(HttpStatusCode.NoContent);
        }

        var first = await host.Anonymous.Get<Page<WithdrawnPhotoResponse>>($"{stage.Path}/withdrawn?limit=2");
        var second = await host.Anonymous.Get<Page<WithdrawnPhotoResponse>>($"{stage.Path}/withdrawn?limit=2&after={first.Next}");
        second.Next.ShouldBeNull();
        first.Items.Concat(second.Items).Select(item => item.Photo)
            .ShouldBe(photos.Select(photo => BlobDigest.Of(Photos.Jpeg($"master {photo}")).Value));
    }
}
