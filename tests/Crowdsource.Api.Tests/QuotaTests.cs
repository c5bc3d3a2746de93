using System.Net;
using Crowdsource.Api.Submissions;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Reviews;
using Crowdsource.Protocol.Volunteers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

/// <summary>Trust and quotas. A photo more than a new volunteer may send costs a row each, so they are copied rather than sent.</summary>
public sealed class QuotaTests(ApiHost host)
{
    [Fact]
    public async Task Beyond_the_day_s_quota_photos_are_refused_until_tomorrow_and_known_ones_are_not()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = await stage.InReview(volunteer);
        await Copy(id, New - 1, SubmissionStatus.InReview);

        var refused = await stage.Send(volunteer, Guid.CreateVersion7(), "one too many");
        (await refused.IsProblem(ProblemTypes.QuotaExceeded)).Detail!.ShouldStartWith($"{New} photos a day; the next day begins at ");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        await (await stage.Send(volunteer, id, id.ToString())).Has(HttpStatusCode.OK);
        var standing = (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Standings.ShouldHaveSingleItem();
        (standing.Campaign, standing.Level, standing.SentToday, standing.DailyQuota).ShouldBe((stage.Campaign, TrustLevel.New, New, New));
        standing.ResetsAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());

        var elsewhere = await Stage.Create(host);
        await (await volunteer.Put($"{elsewhere.Path}/consent", new ConsentRequest(1))).Has(HttpStatusCode.OK);
        await (await elsewhere.Send(volunteer, Guid.CreateVersion7(), "in another campaign")).Has(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Accepted_photos_raise_the_quota_and_rejected_ones_lower_it()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = await stage.Accepted(volunteer);
        await Copy(id, New, SubmissionStatus.Accepted);

        await (await stage.Send(volunteer, Guid.CreateVersion7(), "of somebody trusted")).Has(HttpStatusCode.Created);
        var standing = (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Standings.Single();
        (standing.Level, standing.Accepted, standing.DailyQuota).ShouldBe((TrustLevel.Trusted, New + 1, 10_000));

        await (await host.Curator.Put($"{stage.Path}/reviews/{id}", new ReviewRequest(ReviewVerdict.Reject, RejectionCode.NoObject))).Has(HttpStatusCode.OK);
        await Copy(id, 1000, SubmissionStatus.Rejected);
        await (await stage.Send(volunteer, Guid.CreateVersion7(), "of somebody distrusted")).IsProblem(ProblemTypes.QuotaExceeded);
    }

    [Fact]
    public async Task A_volunteer_whom_an_owner_registers_has_no_quota()
    {
        var stage = await Stage.Create(host);
        var registered = await (await host.Owner.Post("/api/v1/volunteers", new RegisterVolunteerRequest())).Is<RegisteredVolunteer>(HttpStatusCode.Created);
        var volunteer = host.Client(registered.Token);
        await (await volunteer.Put($"{stage.Path}/consent", new ConsentRequest(1))).Has(HttpStatusCode.OK);
        await Copy(await stage.InReview(volunteer), New, SubmissionStatus.InReview);

        await (await stage.Send(volunteer, Guid.CreateVersion7(), "an import")).Has(HttpStatusCode.Created);
        (await volunteer.Get<VolunteerResponse>("/api/v1/volunteers/me")).Standings.Single().DailyQuota.ShouldBeNull();
    }

    private int New => host.Services.GetRequiredService<IOptions<QuotaOptions>>().Value.New;

    private async Task Copy(Guid id, int copies, SubmissionStatus status)
    {
        var original = (await host.Catalogue.Read((db, token) => db.Load<SubmissionState>(new SubmissionId(id), token), CancellationToken.None))!.State;
        await host.Catalogue.Write(
            async (db, token) =>
            {
                db.AddRange(Enumerable.Range(0, copies).Select(_ => original with { Id = new SubmissionId(Guid.CreateVersion7()), Status = status }));
                return await db.SaveChangesAsync(token);
            },
            CancellationToken.None);
    }
}
