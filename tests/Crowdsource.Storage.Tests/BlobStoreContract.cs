using Crowdsource.Domain.Blobs;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crowdsource.Storage.Tests;

/// <summary>What every blob store promises, wherever it keeps the bytes.</summary>
public abstract class BlobStoreContract
{
    private static readonly CancellationToken s_now = CancellationToken.None;

    protected abstract IUploadStore Blobs { get; }

    [Fact]
    public async Task Any_bytes_come_back_under_their_digest() =>
        await Gen.Byte.Array[0, 300_000].SampleAsync(
            async bytes =>
            {
                var stored = await Blobs.Put(bytes, s_now);
                stored.Digest.ShouldBe(BlobDigest.Of(bytes));
                stored.Length.ShouldBe(bytes.Length);
                (await Read(stored.Digest)).ShouldBe(bytes);
                (await Blobs.Length(stored.Digest, s_now)).ShouldBe(bytes.Length);
                (await Blobs.Verify(stored.Digest, s_now)).ShouldBeTrue();
            },
            iter: 20,
            threads: 1);

    [Fact]
    public async Task The_same_bytes_are_stored_once()
    {
        (await Blobs.Put(new byte[] { 1, 2, 3 }, s_now)).Outcome.ShouldBe(PutOutcome.Stored);
        (await Blobs.Put(new byte[] { 1, 2, 3 }, s_now)).Outcome.ShouldBe(PutOutcome.AlreadyThere);
        (await Blobs.Put(new byte[] { 1, 2, 4 }, s_now)).Outcome.ShouldBe(PutOutcome.Stored);
    }

    [Fact]
    public async Task The_same_bytes_from_many_at_once_are_one_blob()
    {
        var bytes = new byte[100_000];
        var stored = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Blobs.Put(bytes, s_now))));
        stored.Select(blob => blob.Digest).Distinct().ShouldHaveSingleItem();
        (await Read(stored[0].Digest)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_blob_that_is_absent_is_null_everywhere()
    {
        var digest = BlobDigest.Of([1]);
        (await Blobs.OpenRead(digest, s_now)).ShouldBeNull();
        (await Blobs.Length(digest, s_now)).ShouldBeNull();
        (await Blobs.Verify(digest, s_now)).ShouldBeFalse();
        (await Blobs.Delete(digest, s_now)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_can_be_put_again()
    {
        var stored = await Blobs.Put(new byte[] { 5 }, s_now);
        (await Blobs.Delete(stored.Digest, s_now)).ShouldBeTrue();
        (await Blobs.OpenRead(stored.Digest, s_now)).ShouldBeNull();
        (await Blobs.Put(new byte[] { 5 }, s_now)).Outcome.ShouldBe(PutOutcome.Stored);
    }

    [Fact]
    public async Task Too_many_bytes_are_refused_at_the_limit()
    {
        using var fits = new MemoryStream(new byte[1000]);
        (await Blobs.Put(fits, 1000, s_now)).Length.ShouldBe(1000);
        using var tooMany = new MemoryStream(new byte[1001]);
        (await Should.ThrowAsync<BlobTooLargeException>(() => Blobs.Put(tooMany, 1000, s_now))).MaxBytes.ShouldBe(1000);
        (await Blobs.Length(BlobDigest.Of(new byte[1001]), s_now)).ShouldBeNull();
    }

    [Fact]
    public async Task A_read_can_start_anywhere()
    {
        var stored = await Blobs.Put(new byte[] { 1, 2, 3, 4 }, s_now);
        await using var stream = (await Blobs.OpenRead(stored.Digest, s_now)).ShouldNotBeNull();
        stream.CanSeek.ShouldBeTrue();
        stream.Seek(2, SeekOrigin.Begin);
        stream.ReadByte().ShouldBe(3);
    }

    [Fact]
    public async Task A_read_can_go_back_and_forth()
    {
        var bytes = Enumerable.Range(0, 300_000).Select(position => (byte)(position / 251)).ToArray();
        var stored = await Blobs.Put(bytes, s_now);
        await using var stream = (await Blobs.OpenRead(stored.Digest, s_now)).ShouldNotBeNull();
        stream.Length.ShouldBe(bytes.Length);
        foreach (var from in new[] { 299_000, 0, 150_000, 150_010 })
        {
            var part = new byte[1000];
            stream.Seek(from, SeekOrigin.Begin);
            await stream.ReadExactlyAsync(part, s_now);
            part.ShouldBe(bytes[from..(from + 1000)]);
        }

        stream.Seek(0, SeekOrigin.End);
        (await stream.ReadAsync(new byte[1], s_now)).ShouldBe(0);
    }

    [Fact]
    public async Task A_put_whose_sender_breaks_off_leaves_nothing()
    {
        await Should.ThrowAsync<IOException>(() => Blobs.Put(new BreakingStream(new byte[500_000]), long.MaxValue, s_now));
        (await StoredBefore(DateTimeOffset.MaxValue)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_put_that_is_cancelled_leaves_nothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Blobs.Put(new MemoryStream(new byte[10]), 10, new CancellationToken(canceled: true)));
        (await StoredBefore(DateTimeOffset.MaxValue)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_stored_before_a_time_is_listed()
    {
        var one = await Blobs.Put(new byte[] { 1 }, s_now);
        var other = await Blobs.Put(new byte[] { 2 }, s_now);
        (await StoredBefore(DateTimeOffset.MaxValue)).ShouldBe([one.Digest, other.Digest], ignoreOrder: true);
        (await StoredBefore(DateTimeOffset.UnixEpoch)).ShouldBeEmpty();
    }

    private Task<List<BlobDigest>> StoredBefore(DateTimeOffset time) => Blobs.StoredBefore(time, s_now).ToListAsync(s_now).AsTask();

    private async Task<byte[]> Read(BlobDigest digest)
    {
        await using var stream = (await Blobs.OpenRead(digest, s_now)).ShouldNotBeNull();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, s_now);
        return copy.ToArray();
    }
}
