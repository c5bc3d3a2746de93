using System.Net;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class S3UploadTests(S3ApiHost s3) : UploadContract(s3.Host), IClassFixture<S3ApiHost>
{
    [Fact]
    public async Task While_the_store_is_away_nothing_is_acknowledged_and_the_sender_is_told_to_come_again()
    {
        var stage = await Stage.Create(s3.Host);
        var volunteer = await stage.Volunteer();
        var photo = Photos.Jpeg("while the store is away");
        var id = Guid.CreateVersion7();

        await s3.Line.Cut();
        try
        {
            var refused = await stage.Send(volunteer, id, photo);
            await refused.IsProblem(ProblemTypes.StoreAway);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            await (await volunteer.GetAsync(stage.Submission(id))).IsProblem(ProblemTypes.NotFound);
        }
        finally
        {
            s3.Line.Mend();
        }

        await (await stage.Send(volunteer, id, photo)).Has(HttpStatusCode.Created);
        (await volunteer.Get<SubmissionResponse>(stage.Submission(id))).Id.ShouldBe(id);
        (await s3.Host.Uploads.Verify(BlobDigest.Of(photo), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Pieces_that_were_acknowledged_are_there_when_the_store_is_back()
    {
        var (stage, volunteer, id) = await Begun();
        await (await Append(stage, volunteer, id, 0, s_photo[..1000])).Has(HttpStatusCode.NoContent);

        await s3.Line.Cut();
        try
        {
            await (await Append(stage, volunteer, id, 1000, s_photo[1000..])).IsProblem(ProblemTypes.StoreAway);
        }
        finally
        {
            s3.Line.Mend();
        }

        Header(await Status(stage, volunteer, id), "Upload-Offset").ShouldBe("1000");
        await (await Append(stage, volunteer, id, 1000, s_photo[1000..])).Has(HttpStatusCode.NoContent);
        (await s3.Host.Uploads.Verify(BlobDigest.Of(s_photo), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_processed_photo_is_shown_from_there()
    {
        var stage = await Stage.Create(s3.Host);
        var id = await stage.InReview(await stage.Volunteer());
        var shown = await s3.Host.Curator.GetAsync($"{stage.Submission(id)}/thumbnail");
        await shown.Has(HttpStatusCode.OK);
        (await shown.Content.ReadAsByteArrayAsync()).ShouldBe(Photos.Jpeg($"thumbnail {id}"));
    }
}
