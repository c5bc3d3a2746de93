using System.Security.Cryptography;
using Crowdsource.Storage.Files;
using Crowdsource.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Storage.Tests.Files;

public sealed class FilePartialUploadsTests : IDisposable
{
    private const int Most = 3;

    private static readonly CancellationToken s_now = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Guid _owner = Guid.NewGuid();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pieces_become_one_content_over_restarts()
    {
        var id = await Begin(5);
        await Append(id, [1, 2]);
        await Append(id, [3]);
        await using var upload = await Open(id);
        upload.Offset.ShouldBe(3);
        upload.Plan.Notes.ShouldBe("notes");
        (await upload.Append(new MemoryStream([4, 5]), null, s_now)).ShouldBeTrue();
        upload.Offset.ShouldBe(5);
        Read(upload).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task A_whole_upload_that_was_not_deleted_lacks_its_last_byte_again()
    {
        var id = await Begin(2);
        await Append(id, [1, 2]);
        await using var upload = await Open(id);
        upload.Offset.ShouldBe(1);
        await upload.Append(new MemoryStream([2]), null, s_now);
        Read(upload).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task What_came_before_the_sender_broke_off_is_kept()
    {
        var id = await Begin(10);
        await using (var upload = await Open(id))
        {
            await Should.ThrowAsync<IOException>(() => upload.Append(new BreakingStream([1, 2, 3]), null, s_now));
        }

        await using var again = await Open(id);
        again.Offset.ShouldBe(3);
    }

    [Fact]
    public async Task A_piece_with_another_checksum_is_not_kept_nor_is_half_a_piece_with_one()
    {
        var id = await Begin(3);
        var sum = new UploadChecksum(HashAlgorithmName.SHA256, SHA256.HashData([1, 2]));
        await using var upload = await Open(id);
        (await upload.Append(new MemoryStream([9, 9, 9]), sum, s_now)).ShouldBeFalse();
        await Should.ThrowAsync<IOException>(() => upload.Append(new BreakingStream([1, 2]), sum, s_now));
        upload.Offset.ShouldBe(0);
        (await upload.Append(new MemoryStream([1, 2]), sum, s_now)).ShouldBeTrue();
        Read(upload).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task One_has_it_at_a_time()
    {
        var id = await Begin(3);
        await using (await Open(id))
        {
            await Should.ThrowAsync<UploadInUseException>(() => Uploads().Open(id, s_now));
        }

        await using var free = await Open(id);
    }

    [Fact]
    public async Task More_than_announced_is_refused()
    {
        await using var upload = await Open(await Begin(2));
        await Should.ThrowAsync<BlobTooLargeException>(() => upload.Append(new MemoryStream([1, 2, 3]), null, s_now));
    }

    [Fact]
    public async Task An_owner_has_so_many_at_once()
    {
        var first = await Begin(1);
        await Begin(1);
        await Begin(1);
        (await Create(new PartialUploadId(_owner, Guid.NewGuid()), 1)).ShouldBeFalse();
        (await Create(first, 2)).ShouldBeTrue();
        (await Create(new PartialUploadId(Guid.NewGuid(), Guid.NewGuid()), 1)).ShouldBeTrue();
        await Uploads().DeleteAll(_owner, s_now);
        (await Create(first, 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_has_expired_is_not_there_and_then_swept()
    {
        var uploads = Uploads();
        var id = await Begin(3);
        _clock.Advance(TimeSpan.FromHours(1));
        var later = await Begin(3);
        _clock.Advance(TimeSpan.FromHours(23));
        (await uploads.Open(id, s_now)).ShouldBeNull();
        (await uploads.Sweep(s_now)).ShouldBe(1);
        (await uploads.Sweep(s_now)).ShouldBe(0);
        await using var kept = await Open(later);
    }

    [Fact]
    public async Task A_disk_that_is_full_keeps_what_it_has()
    {
        var free = 1000L;
        var uploads = new FilePartialUploads(_folder.File("uploads"), new DiskReserve(500, () => free), _clock);
        await Should.ThrowAsync<InsufficientStorageException>(() => Create(new PartialUploadId(_owner, Guid.NewGuid()), 501));
        var id = await Begin(400, uploads);
        await using var upload = (await uploads.Open(id, s_now))!;
        await upload.Append(new MemoryStream(new byte[100]), null, s_now);
        free = 550;
        await Should.ThrowAsync<InsufficientStorageException>(() => upload.Append(new MemoryStream(new byte[100]), null, s_now));
        upload.Offset.ShouldBe(100);

        Task<bool> Create(PartialUploadId id, long length) => uploads.Create(id, new PartialUploadPlan(length, _clock.GetUtcNow(), ""), Most, s_now);
    }

    private FilePartialUploads Uploads() => new(_folder.File("uploads"), DiskReserve.Of(_folder.Path, 0), _clock);

    private async Task<PartialUploadId> Begin(long length, FilePartialUploads? uploads = null)
    {
        var id = new PartialUploadId(_owner, Guid.NewGuid());
        (await Create(id, length, uploads)).ShouldBeTrue();
        return id;
    }

    private Task<bool> Create(PartialUploadId id, long length, FilePartialUploads? uploads = null) =>
        (uploads ?? Uploads()).Create(id, new PartialUploadPlan(length, _clock.GetUtcNow().AddDays(1), "notes"), Most, s_now);

    /// <summary>As after a restart.</summary>
    private async Task<IPartialUpload> Open(PartialUploadId id) => (await Uploads().Open(id, s_now)).ShouldNotBeNull();

    private async Task Append(PartialUploadId id, byte[] piece)
    {
        await using var upload = await Open(id);
        (await upload.Append(new MemoryStream(piece), null, s_now)).ShouldBeTrue();
    }

    private static byte[] Read(IPartialUpload upload)
    {
        var content = new MemoryStream();
        upload.Content().CopyTo(content);
        return content.ToArray();
    }

    private sealed class BreakingStream(byte[] start) : MemoryStream(start)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The line broke.");
    }
}
