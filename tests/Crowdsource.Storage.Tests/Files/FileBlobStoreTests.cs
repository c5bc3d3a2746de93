using Crowdsource.Storage.Files;
using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Storage.Tests.Files;

public sealed class FileBlobStoreContract : BlobStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileBlobStoreContract() => Blobs = new FileBlobStore(_folder.File("blobs"), DiskReserve.Of(_folder.Path, reserveBytes: 0));

    protected override IUploadStore Blobs { get; }

    public void Dispose() => _folder.Dispose();
}

public sealed class FileBlobStoreTests : IDisposable
{
    private static readonly CancellationToken s_now = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_an_interrupted_put_left_is_removed_at_the_start()
    {
        var first = Open();
        var kept = await first.Put(new byte[] { 1 }, s_now);
        File.WriteAllBytes(_folder.File("incoming", "half"), [1, 2]);

        var second = Open();

        Files().ShouldBe([kept.Digest.Value]);
        (await second.Verify(kept.Digest, s_now)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_reserve_is_not_touched()
    {
        var free = 1_000_000L;
        var blobs = Open(new DiskReserve(reserveBytes: 500_000, () => free));
        (await blobs.Put(new byte[1000], s_now)).Outcome.ShouldBe(PutOutcome.Stored);
        free = 500_100;
        await Should.ThrowAsync<InsufficientStorageException>(() => blobs.Put(new byte[2000], s_now));
        Files().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_disk_that_fills_up_during_a_put_leaves_nothing()
    {
        var asked = 0;
        var blobs = Open(new DiskReserve(reserveBytes: 0, () => ++asked > 2 ? 0 : long.MaxValue));
        await Should.ThrowAsync<InsufficientStorageException>(() => blobs.Put(new byte[1_000_000], s_now));
        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Damage_is_seen_on_demand_and_mended_by_the_next_put()
    {
        var blobs = Open();
        var stored = await blobs.Put(new byte[] { 1, 2, 3 }, s_now);
        var path = Directory.GetFiles(_folder.Path, stored.Digest.Value, SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.WriteAllBytes(path, [1, 2]);

        (await blobs.Verify(stored.Digest, s_now)).ShouldBeFalse();
        (await blobs.Put(new byte[] { 1, 2, 3 }, s_now)).Outcome.ShouldBe(PutOutcome.Stored);
        (await blobs.Verify(stored.Digest, s_now)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_blob_that_is_being_read_can_be_deleted()
    {
        var blobs = Open();
        var stored = await blobs.Put(new byte[] { 1, 2, 3 }, s_now);
        await using var reading = (await blobs.OpenRead(stored.Digest, s_now)).ShouldNotBeNull();
        (await blobs.Delete(stored.Digest, s_now)).ShouldBeTrue();
        reading.ReadByte().ShouldBe(1);
    }

    private FileBlobStore Open(DiskReserve? reserve = null) => new(_folder.Path, reserve ?? DiskReserve.Of(_folder.Path, reserveBytes: 0));

    private List<string> Files() =>
        [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))];
}
