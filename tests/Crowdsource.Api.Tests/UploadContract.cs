using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Crowdsource.Domain.Submissions;
using Crowdsource.Protocol.Problems;
using Crowdsource.Protocol.Submissions;
using Crowdsource.Storage;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

/// <summary>tus 1.0, header by header, wherever the pieces are kept; a foreign client is tried in the tests of the whole.</summary>
public abstract class UploadContract(ApiHost host)
{
    private protected const string PieceType = "application/offset+octet-stream";

    private protected static readonly byte[] s_photo = Photos.Jpeg(new string('x', 3000));

    [Fact]
    public async Task What_is_spoken_is_said_to_everybody()
    {
        var stage = await Stage.Create(host);
        var answer = await host.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Options, $"{stage.Path}/uploads"));
        await answer.Has(HttpStatusCode.NoContent);
        Header(answer, "Tus-Resumable").ShouldBe("1.0.0");
        Header(answer, "Tus-Version").ShouldBe("1.0.0");
        Header(answer, "Tus-Extension").Split(',').ShouldBe(["creation", "creation-with-upload", "checksum", "termination", "expiration"]);
        Header(answer, "Tus-Checksum-Algorithm").Split(',').ShouldContain("sha1");
        Header(answer, "Tus-Max-Size").ShouldBe($"{25 * 1024 * 1024}");
    }

    [Fact]
    public async Task A_photo_in_pieces_is_submitted_by_the_last()
    {
        var (stage, volunteer, id) = await Begun();
        var first = await Append(stage, volunteer, id, 0, s_photo[..1000]);
        await first.Has(HttpStatusCode.NoContent);
        Header(first, "Upload-Offset").ShouldBe("1000");
        await (await volunteer.GetAsync(stage.Submission(id))).IsProblem(ProblemTypes.NotFound);

        var status = await Status(stage, volunteer, id);
        Header(status, "Upload-Offset").ShouldBe("1000");
        Header(status, "Upload-Length").ShouldBe($"{s_photo.Length}");
        Header(status, "Upload-Metadata").ShouldBe(Metadata(id, "Apple"));
        status.Headers.CacheControl!.NoStore.ShouldBeTrue();

        await (await Append(stage, volunteer, id, 1000, s_photo[1000..])).Has(HttpStatusCode.NoContent);
        var submitted = await volunteer.Get<SubmissionResponse>(stage.Submission(id));
        submitted.Status.ShouldBe(SubmissionStatus.Received);
        submitted.CapturedAt.ShouldBe(new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero));
        (await host.Uploads.Verify(Domain.Blobs.BlobDigest.Of(s_photo), default)).ShouldBeTrue();
        // The same photo by the other way is the same photo.
        await (await stage.Send(volunteer, id, s_photo)).Has(HttpStatusCode.OK);
        await (await stage.Send(volunteer, id, "another")).IsProblem(ProblemTypes.OtherPhoto);
    }

    [Fact]
    public async Task Who_did_not_hear_the_last_answer_learns_that_nothing_is_left_to_send()
    {
        var (stage, volunteer, id) = await Begun();
        await (await Append(stage, volunteer, id, 0, s_photo)).Has(HttpStatusCode.NoContent);
        var status = await Status(stage, volunteer, id);
        Header(status, "Upload-Offset").ShouldBe(Header(status, "Upload-Length"));

        await (await Create(stage, volunteer, id, s_photo.Length)).Has(HttpStatusCode.Created);
        await (await Append(stage, volunteer, id, 0, s_photo)).Has(HttpStatusCode.NoContent);
        await (await Create(stage, volunteer, id, 3)).Has(HttpStatusCode.Created);
        await (await Append(stage, volunteer, id, 0, [1, 2, 3])).IsProblem(ProblemTypes.OtherPhoto);
        (await volunteer.Get<SubmissionResponse>(stage.Submission(id))).Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_creation_may_bring_the_whole_photo()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = Guid.CreateVersion7();
        var created = await Create(stage, volunteer, id, s_photo.Length, body: s_photo);
        await created.Has(HttpStatusCode.Created);
        Header(created, "Upload-Offset").ShouldBe($"{s_photo.Length}");
        (await volunteer.Get<SubmissionResponse>(stage.Submission(id))).Label.ShouldBe("Apple");
    }

    [Fact]
    public async Task A_creation_says_where_to_go_on_and_until_when()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = Guid.CreateVersion7();
        var created = await Create(stage, volunteer, id, 10);
        created.Headers.Location!.OriginalString.ShouldBe($"{stage.Path}/uploads/{id}");
        var expires = DateTimeOffset.ParseExact(Header(created, "Upload-Expires"), "R", null);
        (expires - TimeProvider.System.GetUtcNow()).ShouldBeInRange(TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task What_will_be_refused_is_refused_before_a_byte_is_sent()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var stranger = await stage.Volunteer(consent: false);
        var id = Guid.CreateVersion7();
        await (await Create(stage, volunteer, id, 10, "Plum")).IsProblem(ProblemTypes.UnknownLabel);
        await (await Create(stage, stranger, id, 10)).IsProblem(ProblemTypes.ConsentNeeded);
        await (await Create(stage, volunteer, id, 0)).IsProblem(ProblemTypes.EmptyBody);
        await (await Create(stage, volunteer, id, 25 * 1024 * 1024 + 1)).IsProblem(ProblemTypes.BodyTooLarge);
        await (await Create(stage, host.Curator, id, 10)).IsProblem(ProblemTypes.Forbidden);
        await (await Create(stage, host.Anonymous, id, 10)).IsProblem(ProblemTypes.Unauthenticated);
        (await Status(stage, volunteer, id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(null, null, "uploadLength,uploadMetadata")]
    [InlineData("-1", "submission !!!", "uploadLength,uploadMetadata")]
    [InlineData("10", "label QXBwbGU=,label QXBwbGU=", "uploadMetadata")]
    [InlineData("10", "label /w==", "uploadMetadata")]
    [InlineData("10", "filename Li4vLi4vZXRj", "submission,label")]
    [InlineData("10", "submission bm9uZQ==,label QXBwbGU=,capturedAt MTk3MC0wMS0wMVQwMDowMDowMFo=", "submission,capturedAt")]
    public async Task All_errors_of_a_creation_are_told_at_once(string? length, string? metadata, string members)
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        using var request = Tus(HttpMethod.Post, $"{stage.Path}/uploads");
        Add(request, "Upload-Length", length);
        Add(request, "Upload-Metadata", metadata);
        (await (await volunteer.SendAsync(request)).IsProblem(ProblemTypes.InvalidRequest)).Errors!.Keys.ShouldBe(members.Split(','), ignoreOrder: true);
    }

    [Fact]
    public async Task A_piece_goes_where_the_last_one_ended_and_nowhere_else()
    {
        var (stage, volunteer, id) = await Begun();
        await (await Append(stage, volunteer, id, 0, s_photo[..100])).Has(HttpStatusCode.NoContent);
        (await (await Append(stage, volunteer, id, 0, s_photo[..100])).IsProblem(ProblemTypes.OtherOffset)).Detail.ShouldBe("100 bytes are here.");
        await (await Append(stage, volunteer, id, 101, s_photo[101..])).IsProblem(ProblemTypes.OtherOffset);
        await (await Append(stage, volunteer, id, 100, [.. s_photo[100..], 1])).IsProblem(ProblemTypes.BodyTooLarge);
        await (await Append(stage, volunteer, id, -1, s_photo)).IsProblem(ProblemTypes.InvalidRequest);
        await (await Append(stage, volunteer, id, 100, s_photo[100..], type: "image/jpeg")).IsProblem(ProblemTypes.UnsupportedMediaType);
        await (await Append(stage, volunteer, id, 100, s_photo[100..])).Has(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_piece_that_was_spoiled_on_its_way_is_not_kept()
    {
        var (stage, volunteer, id) = await Begun();
        var good = s_photo[..1000];
        var sum = $"sha1 {Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, good))}";
        var spoiled = await Append(stage, volunteer, id, 0, s_photo[1..1001], checksum: sum);
        await spoiled.IsProblem(ProblemTypes.OtherChecksum);
        ((int)spoiled.StatusCode).ShouldBe(460);
        Header(await Status(stage, volunteer, id), "Upload-Offset").ShouldBe("0");
        await (await Append(stage, volunteer, id, 0, good, checksum: "md5 abcd")).IsProblem(ProblemTypes.InvalidRequest);
        await (await Append(stage, volunteer, id, 0, good, checksum: "sha1 abcd")).IsProblem(ProblemTypes.InvalidRequest);
        await (await Append(stage, volunteer, id, 0, good, checksum: sum)).Has(HttpStatusCode.NoContent);
        var rest = s_photo[1000..];
        await (await Append(stage, volunteer, id, 1000, rest, checksum: $"sha256 {Convert.ToBase64String(SHA256.HashData(rest))}"))
            .Has(HttpStatusCode.NoContent);
        (await host.Uploads.Verify(Domain.Blobs.BlobDigest.Of(s_photo), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Somebody_elses_upload_is_not_there()
    {
        var (stage, volunteer, id) = await Begun();
        var thief = await stage.Volunteer();
        var elsewhere = await Stage.Create(host);
        (await Status(stage, thief, id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await Append(stage, thief, id, 0, s_photo)).IsProblem(ProblemTypes.NotFound);
        await (await thief.SendAsync(Tus(HttpMethod.Delete, $"{stage.Path}/uploads/{id}"))).IsProblem(ProblemTypes.NotFound);
        (await Status(elsewhere, volunteer, id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // An upload of the same name is the thief's own, and does not become the volunteer's photo.
        await (await Create(stage, thief, id, 3)).Has(HttpStatusCode.Created);
        await (await Append(stage, volunteer, id, 0, s_photo)).Has(HttpStatusCode.NoContent);
        await (await Append(stage, thief, id, 0, [1, 2, 3])).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task An_upload_that_is_given_up_is_gone()
    {
        var (stage, volunteer, id) = await Begun();
        await (await volunteer.SendAsync(Tus(HttpMethod.Delete, $"{stage.Path}/uploads/{id}"))).Has(HttpStatusCode.NoContent);
        (await Status(stage, volunteer, id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await Append(stage, volunteer, id, 0, s_photo)).IsProblem(ProblemTypes.NotFound);
    }

    [Fact]
    public async Task Who_is_erased_leaves_no_half_photo()
    {
        var (_, volunteer, id) = await Begun();
        var owner = (await volunteer.Get<Protocol.Volunteers.VolunteerResponse>("/api/v1/volunteers/me")).Id;
        var uploads = (IPartialUploads)host.Services.GetService(typeof(IPartialUploads))!;
        await (await uploads.Open(new PartialUploadId(owner, id), default)).ShouldNotBeNull().DisposeAsync();
        await (await volunteer.DeleteAsync("/api/v1/volunteers/me")).Has(HttpStatusCode.Accepted);
        (await uploads.Open(new PartialUploadId(owner, id), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_volunteer_begins_16_uploads_at_most()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var ids = Enumerable.Range(0, 16).Select(_ => Guid.CreateVersion7()).ToList();
        await Task.WhenAll(ids.Select(async id => await (await Create(stage, volunteer, id, 10)).Has(HttpStatusCode.Created)));
        await (await Create(stage, volunteer, Guid.CreateVersion7(), 10)).IsProblem(ProblemTypes.TooManyUploads);
        await (await Create(stage, volunteer, ids[3], 20)).Has(HttpStatusCode.Created);
        await (await volunteer.SendAsync(Tus(HttpMethod.Delete, $"{stage.Path}/uploads/{ids[0]}"))).Has(HttpStatusCode.NoContent);
        await (await Create(stage, volunteer, Guid.CreateVersion7(), 10)).Has(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Another_version_is_not_spoken()
    {
        var (stage, volunteer, id) = await Begun();
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{stage.Path}/uploads/{id}") { Headers = { { "Tus-Resumable", "0.2.2" } } };
        var answer = await volunteer.SendAsync(request);
        await answer.IsProblem(ProblemTypes.OtherTusVersion);
        Header(answer, "Tus-Version").ShouldBe("1.0.0");
        Header(await Append(stage, host.Anonymous, id, 0, s_photo), "Tus-Resumable").ShouldBe("1.0.0");
        (await Status(stage, volunteer, id)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_knows_no_PATCH_says_it_in_a_header()
    {
        var (stage, volunteer, id) = await Begun();
        using var request = Piece(HttpMethod.Post, stage, id, 0, s_photo);
        request.Headers.Add("X-HTTP-Method-Override", "PATCH");
        await (await volunteer.SendAsync(request)).Has(HttpStatusCode.NoContent);
        (await volunteer.Get<SubmissionResponse>(stage.Submission(id))).Id.ShouldBe(id);
    }

    private protected async Task<(Stage Stage, HttpClient Volunteer, Guid Id)> Begun()
    {
        var stage = await Stage.Create(host);
        var volunteer = await stage.Volunteer();
        var id = Guid.CreateVersion7();
        await (await Create(stage, volunteer, id, s_photo.Length)).Has(HttpStatusCode.Created);
        return (stage, volunteer, id);
    }

    private protected static Task<HttpResponseMessage> Create(
        Stage stage, HttpClient client, Guid id, long length, string label = "Apple", byte[]? body = null)
    {
        var request = Tus(HttpMethod.Post, $"{stage.Path}/uploads");
        request.Headers.Add("Upload-Length", $"{length}");
        request.Headers.Add("Upload-Metadata", Metadata(id, label));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(PieceType) } };
        }

        return client.SendAsync(request);
    }

    private protected static Task<HttpResponseMessage> Append(
        Stage stage, HttpClient client, Guid id, long offset, byte[] piece, string type = PieceType, string? checksum = null)
    {
        var request = Piece(HttpMethod.Patch, stage, id, offset, piece, type);
        Add(request, "Upload-Checksum", checksum);
        return client.SendAsync(request);
    }

    private static HttpRequestMessage Piece(HttpMethod method, Stage stage, Guid id, long offset, byte[] piece, string type = PieceType)
    {
        var request = Tus(method, $"{stage.Path}/uploads/{id}");
        request.Headers.Add("Upload-Offset", $"{offset}");
        request.Content = new ByteArrayContent(piece) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return request;
    }

    private protected static Task<HttpResponseMessage> Status(Stage stage, HttpClient client, Guid id) =>
        client.SendAsync(Tus(HttpMethod.Head, $"{stage.Path}/uploads/{id}"));

    private static HttpRequestMessage Tus(HttpMethod method, string path) => new(method, path) { Headers = { { "Tus-Resumable", "1.0.0" } } };

    private static string Metadata(Guid id, string label) =>
        $"submission {Base64(id.ToString())},label {Base64(label)},capturedAt {Base64("2026-11-01T10:00:00Z")},relativePath";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private protected static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }
    }
}
