using Crowdsource.Domain.Blobs;
using Crowdsource.Updates;
using Crowdsource.Updates.Bundles;

namespace Crowdsource.Delivery.Tests;

public sealed class FileTests
{
    [Fact]
    public async Task Every_file_of_a_bundle_is_served_for_ever()
    {
        await using var server = await UpdateServer.Start();
        var bundle = ColourModel.Build(1);
        await server.Release(bundle);

        foreach (var file in bundle.Files)
        {
            var answer = await Curl.Run(Address(server, file.Digest));

            answer.Status.ShouldBe(200);
            answer.Body.ShouldBe(file.Bytes.ToArray());
            answer.Headers["Cache-Control"].ShouldBe("public, max-age=31536000, immutable");
            answer.Headers["ETag"].ShouldBe($"\"{file.Digest}\"");
            answer.Headers["Accept-Ranges"].ShouldBe("bytes");
        }
    }

    [Fact]
    public async Task A_file_that_is_there_already_is_304()
    {
        await using var server = await UpdateServer.Start();
        var file = await Released(server);

        (await Curl.Run("--header", $"If-None-Match: \"{file.Digest}\"", Address(server, file.Digest))).Status.ShouldBe(304);
    }

    [Fact]
    public async Task Head_tells_the_length_without_the_bytes()
    {
        await using var server = await UpdateServer.Start();
        var file = await Released(server);

        var answer = await Curl.Run("--head", Address(server, file.Digest));

        answer.Status.ShouldBe(200);
        answer.Headers["Content-Length"].ShouldBe($"{file.Bytes.Length}");
        answer.Headers["ETag"].ShouldBe($"\"{file.Digest}\"");
    }

    [Fact]
    public async Task A_download_goes_on_in_the_middle()
    {
        await using var server = await UpdateServer.Start();
        var file = await Released(server);

        var answer = await Curl.Run("--header", "Range: bytes=150000-", "--header", $"If-Range: \"{file.Digest}\"", Address(server, file.Digest));

        answer.Status.ShouldBe(206);
        answer.Headers["Content-Range"].ShouldBe($"bytes 150000-{file.Bytes.Length - 1}/{file.Bytes.Length}");
        answer.Body.ShouldBe(file.Bytes[150000..].ToArray());
    }

    [Fact]
    public async Task A_download_of_something_else_starts_over()
    {
        await using var server = await UpdateServer.Start();
        var file = await Released(server);

        var answer = await Curl.Run("--header", "Range: bytes=150000-", "--header", "If-Range: \"another\"", Address(server, file.Digest));

        answer.Status.ShouldBe(200);
        answer.Body.Length.ShouldBe(file.Bytes.Length);
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_refused()
    {
        await using var server = await UpdateServer.Start();
        var file = await Released(server);

        (await Curl.Run("--header", $"Range: bytes={file.Bytes.Length}-", Address(server, file.Digest))).Status.ShouldBe(416);
    }

    [Fact]
    public async Task A_blob_that_belongs_to_no_bundle_is_not_served()
    {
        await using var server = await UpdateServer.Start();
        await server.Release(ColourModel.Build(1));
        var photo = await server.Blobs.Put("a volunteer's photo"u8.ToArray(), TestContext.Current.CancellationToken);

        var answer = await Curl.Run(Address(server, photo.Digest));

        answer.Status.ShouldBe(404);
        answer.Headers["Content-Type"].ShouldStartWith("application/problem+json");
    }

    [Theory]
    [InlineData("beef")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    public async Task What_is_no_digest_is_not_found(string name)
    {
        await using var server = await UpdateServer.Start();

        (await Curl.Run("--path-as-is", $"{server.Address}updates/v0/files/{name}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Files_of_a_version_that_came_later_are_served_too()
    {
        await using var server = await UpdateServer.Start();
        var second = ColourModel.Build(2, sharpness: 9);
        await server.Release(ColourModel.Build(1));
        (await Curl.Run(Address(server, second.Digest))).Status.ShouldBe(404);

        await server.Release(second);

        (await Curl.Run(Address(server, second.Digest))).Status.ShouldBe(200);
    }

    private static async Task<BundleContent> Released(UpdateServer server)
    {
        var bundle = ColourModel.Build(1);
        await server.Release(bundle);
        return bundle.Files.Single(file => file.Path == BundleFormat.NoticeFile);
    }

    private static string Address(UpdateServer server, BlobDigest digest) => new Uri(server.Address, UpdateProtocolV0.FilePath(digest)).ToString();
}
