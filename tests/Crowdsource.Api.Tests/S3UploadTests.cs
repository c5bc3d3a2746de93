using System.Net;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Protocol.Uploads;
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
    public async Task A_photo_may_go_straight_into_the_store_and_is_acknowledged_when_it_is_what_was_announced()
    {
        var (stage, volunteer, id) = await Begun();
        await (await Collect(stage, volunteer, id, s_photo)).IsProblem(ProblemTypes.NotInStore);
        var address = await volunteer.Get<UploadAddressResponse>($"{stage.Path}/uploads/{id}/address");
        address.Url.Authority.ShouldBe(s3.Public.Authority);
        address.ExpiresAt.ShouldBe(TimeProvider.System.GetUtcNow().AddHours(1), TimeSpan.FromMinutes(1));

        await Put(address.Url, [.. s_photo, 0], HttpStatusCode.Forbidden);
        await (await Collect(stage, volunteer, id, s_photo)).IsProblem(ProblemTypes.NotInStore);
        await Put(address.Url, [.. s_photo[1..], 0]);
        await (await Collect(stage, volunteer, id, s_photo)).IsProblem(ProblemTypes.OtherBytes);
        await (await Collect(stage, volunteer, id, s_photo)).IsProblem(ProblemTypes.NotInStore);
        await (await volunteer.GetAsync(stage.Submission(id))).IsProblem(ProblemTypes.NotFound);

        await Put(address.Url, s_photo);
        await (await Collect(stage, volunteer, id, s_photo)).Has(HttpStatusCode.NoContent);
        (await volunteer.Get<SubmissionResponse>(stage.Submission(id))).Id.ShouldBe(id);
        (await s3.Host.Uploads.Verify(BlobDigest.Of(s_photo), default)).ShouldBeTrue();

        // Who did not hear the answer asks again; who still has the address changes nothing.
        await Put(address.Url, [.. s_photo[1..], 0]);
        await (await Collect(stage, volunteer, id, s_photo)).Has(HttpStatusCode.NoContent);
        await (await Collect(stage, volunteer, id, s_photo[1..])).IsProblem(ProblemTypes.OtherPhoto);
    }

    [Fact]
    public async Task An_address_is_for_who_began_the_upload_and_a_digest_is_a_digest()
    {
        var (stage, volunteer, id) = await Begun();
        await (await (await stage.Volunteer()).GetAsync($"{stage.Path}/uploads/{id}/address")).IsProblem(ProblemTypes.NotFound);
        (await (await volunteer.Post($"{stage.Path}/uploads/{id}/collect", new CollectUploadRequest("none"))).IsProblem(ProblemTypes.InvalidRequest))
            .Errors!.Keys.ShouldBe(["sha256"]);
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

    private static Task<HttpResponseMessage> Collect(Stage stage, HttpClient volunteer, Guid id, byte[] photo) =>
        volunteer.Post($"{stage.Path}/uploads/{id}/collect", new CollectUploadRequest(BlobDigest.Of(photo).Value));

    /// <summary>As a phone does, which the S3 knows nothing of.</summary>
    private static async Task Put(Uri address, byte[] bytes, HttpStatusCode answer = HttpStatusCode.OK)
    {
        using var stranger = new HttpClient();
        using var body = new ByteArrayContent(bytes);
        (await stranger.PutAsync(address, body)).StatusCode.ShouldBe(answer);
    }
}
