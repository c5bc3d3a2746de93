using Crowdsource.Storage.S3;
using Crowdsource.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Storage.Tests.S3;

public sealed class S3BlobStoreContract(RealS3 s3) : BlobStoreContract
{
    protected override IUploadStore Blobs { get; } = new S3BlobStore(s3.Bucket, $"{Guid.NewGuid():N}");
}

public sealed class S3BlobStoreTests(RealS3 s3)
{
    private static readonly CancellationToken s_now = CancellationToken.None;
    private readonly string _prefix = $"{Guid.NewGuid():N}";

    [Fact]
    public async Task Damage_is_seen_on_demand_and_mended_by_the_next_put()
    {
        var blobs = Open();
        var stored = await blobs.Put(new byte[] { 1, 2, 3 }, s_now);
        await s3.Bucket.Put($"{_prefix}/{stored.Digest}", new MemoryStream([1, 2]), s_now);

        (await blobs.Verify(stored.Digest, s_now)).ShouldBeFalse();
        (await blobs.Put(new byte[] { 1, 2, 3 }, s_now)).Outcome.ShouldBe(PutOutcome.Stored);
        (await blobs.Verify(stored.Digest, s_now)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_blob_longer_than_one_part_of_a_multipart_upload_comes_back_whole()
    {
        var bytes = new byte[12_000_000];
        bytes[^1] = 1;
        var stored = await Open().Put(new MemoryStream(bytes), long.MaxValue, s_now);
        (await Open().Verify(stored.Digest, s_now)).ShouldBeTrue();
    }

    [Fact]
    public async Task Stores_with_other_prefixes_do_not_see_each_other()
    {
        var stored = await Open().Put(new byte[] { 1 }, s_now);
        var other = new S3BlobStore(s3.Bucket, $"{_prefix}0");
        (await other.Length(stored.Digest, s_now)).ShouldBeNull();
        (await other.StoredBefore(DateTimeOffset.MaxValue, s_now).ToListAsync(s_now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_blobs_than_a_page_of_a_listing_has_are_listed()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1010),
            async (number, token) => await Open().Put(BitConverter.GetBytes(number), token));
        (await Open().StoredBefore(DateTimeOffset.MaxValue, s_now).Distinct().CountAsync(s_now)).ShouldBe(1010);
    }

    [Fact]
    public async Task A_blob_that_was_deleted_since_it_was_opened_is_not_read_on()
    {
        var stored = await Open().Put(new byte[3_000_000], s_now);
        await using var stream = (await Open().OpenRead(stored.Digest, s_now)).ShouldNotBeNull();
        await stream.ReadExactlyAsync(new byte[1], s_now);
        await Open().Delete(stored.Digest, s_now);
        stream.Seek(2_000_000, SeekOrigin.Begin);
        await Should.ThrowAsync<FileNotFoundException>(() => stream.ReadExactlyAsync(new byte[1], s_now).AsTask());
    }

    [Fact]
    public async Task A_store_that_is_away_says_so_whatever_is_asked()
    {
        var options = s3.Options;
        options.Endpoint = HostUnderTest.FreeAddress();
        await EverythingFails(options, "cannot be used");
    }

    [Fact]
    public async Task A_store_that_refuses_us_says_so_whatever_is_asked()
    {
        var options = s3.Options;
        options.SecretKey = "another";
        await EverythingFails(options, "refuses us");
    }

    [Fact]
    public async Task Hosts_that_start_at_once_make_one_bucket()
    {
        var options = s3.Options;
        options.Bucket = _prefix;
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var bucket = new S3Bucket(options);
            await bucket.Prepare(s_now);
        }));
        using var made = new S3Bucket(options);
        (await new S3BlobStore(made, "blobs").Put(new byte[] { 1 }, s_now)).Outcome.ShouldBe(PutOutcome.Stored);
    }

    private async Task EverythingFails(S3Options options, string because)
    {
        using var bucket = new S3Bucket(options);
        var blobs = new S3BlobStore(bucket, _prefix);
        var uploads = new S3PartialUploads(bucket, _prefix, TimeProvider.System);
        var digest = Domain.Blobs.BlobDigest.Of([1]);
        foreach (var call in new Func<Task>[]
        {
            () => bucket.Prepare(s_now),
            () => blobs.Put(new byte[] { 1 }, s_now),
            () => blobs.Put(new MemoryStream([1]), 1, s_now),
            () => blobs.OpenRead(digest, s_now),
            () => blobs.Length(digest, s_now),
            () => blobs.Delete(digest, s_now),
            () => blobs.Verify(digest, s_now),
            () => blobs.StoredBefore(DateTimeOffset.MaxValue, s_now).ToListAsync(s_now).AsTask(),
            () => uploads.Create(default, new PartialUploadPlan(1, DateTimeOffset.MaxValue, ""), 1, s_now),
            () => uploads.Open(default, s_now),
            () => uploads.DeleteAll(Guid.Empty, s_now),
            () => uploads.Sweep(s_now),
        })
        {
            (await Should.ThrowAsync<BlobStoreUnavailableException>(call)).Message.ShouldContain(because);
        }
    }

    private S3BlobStore Open() => new(s3.Bucket, _prefix);
}

public sealed class S3PartialUploadsContract(RealS3 s3) : PartialUploadsContract
{
    private readonly string _prefix = $"{Guid.NewGuid():N}";

    protected override IPartialUploads Uploads(TimeProvider clock) => new S3PartialUploads(s3.Bucket, _prefix, clock);
}

public sealed class S3PartialUploadsTests(RealS3 s3)
{
    private static readonly CancellationToken s_now = CancellationToken.None;
    private readonly FakeTimeProvider _clock = new();
    private readonly string _prefix = $"{Guid.NewGuid():N}";

    [Fact]
    public async Task What_was_appended_to_an_upload_that_was_given_up_meanwhile_is_swept()
    {
        var uploads = new S3PartialUploads(s3.Bucket, _prefix, _clock);
        var id = new PartialUploadId(Guid.NewGuid(), Guid.NewGuid());
        await uploads.Create(id, new PartialUploadPlan(9, _clock.GetUtcNow().AddDays(1), ""), 1, s_now);
        await using (var late = (await uploads.Open(id, s_now)).ShouldNotBeNull())
        {
            await uploads.DeleteAll(id.Owner, s_now);
            await late.Append(new MemoryStream([1]), null, s_now);
        }

        (await uploads.Open(id, s_now)).ShouldBeNull();
        (await s3.Bucket.List(_prefix, s_now).CountAsync(s_now)).ShouldBe(1);
        await uploads.Sweep(s_now);
        (await s3.Bucket.List(_prefix, s_now).CountAsync(s_now)).ShouldBe(0);
    }

    [Fact]
    public async Task One_of_many_who_append_at_once_wins()
    {
        var uploads = new S3PartialUploads(s3.Bucket, _prefix, _clock);
        var id = new PartialUploadId(Guid.NewGuid(), Guid.NewGuid());
        await uploads.Create(id, new PartialUploadPlan(100, _clock.GetUtcNow().AddDays(1), ""), 1, s_now);
        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => uploads.Open(id, s_now)));
        var won = await Task.WhenAll(opened.Select(async (upload, number) =>
        {
            try
            {
                return await upload!.Append(new MemoryStream([.. Enumerable.Repeat((byte)number, number + 1)]), null, s_now) ? number : -1;
            }
            catch (UploadInUseException)
            {
                return -1;
            }
        }));

        var winner = won.Where(number => number >= 0).ShouldHaveSingleItem();
        await using var upload = (await uploads.Open(id, s_now)).ShouldNotBeNull();
        upload.Offset.ShouldBe(winner + 1);
    }
}
