using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Storage.Tests;

/// <summary>What uploads in pieces promise, wherever they are kept.</summary>
public abstract class PartialUploadsContract
{
    private const int Most = 3;

    private static readonly CancellationToken s_now = CancellationToken.None;
    private readonly FakeTimeProvider _clock = new();
    private readonly Guid _owner = Guid.NewGuid();

    /// <summary>The same uploads, as a host sees them that has just started.</summary>
    protected abstract IPartialUploads Uploads(TimeProvider clock);

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
        (await Read(upload)).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task A_whole_upload_that_was_not_deleted_lacks_its_last_byte_again()
    {
        var id = await Begin(2);
        await Append(id, [1, 2]);
        await using var upload = await Open(id);
        upload.Offset.ShouldBe(1);
        await upload.Append(new MemoryStream([2]), null, s_now);
        (await Read(upload)).ShouldBe([1, 2]);
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
        (await Read(upload)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Of_two_who_append_at_once_one_is_refused()
    {
        var id = await Begin(4);
        await using (var first = await Open(id))
        {
            var refused = 0;
            foreach (var piece in new byte[][] { [1, 2], [3] })
            {
                try
                {
                    await using var second = await Open(id);
                    await second.Append(new MemoryStream(piece), null, s_now);
                }
                catch (UploadInUseException)
                {
                    refused++;
                }
            }

            if (refused == 0)
            {
                await Should.ThrowAsync<UploadInUseException>(() => first.Append(new MemoryStream([1, 2, 3]), null, s_now));
            }
            else
            {
                refused.ShouldBe(2);
                await first.Append(new MemoryStream([1, 2, 3]), null, s_now);
            }
        }

        await using var last = await Open(id);
        last.Offset.ShouldBe(3);
        (await Read(last)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_long_piece_is_kept_from_end_to_end()
    {
        var bytes = new byte[2_500_000];
        bytes[1_048_576] = 1;
        bytes[^1] = 2;
        var id = await Begin(bytes.Length + 1);
        await Append(id, bytes);
        await using var upload = await Open(id);
        upload.Offset.ShouldBe(bytes.Length);
        (await Read(upload)).ShouldBe(bytes);
    }

    [Fact]
    public async Task An_upload_that_begins_anew_has_none_of_the_old_bytes()
    {
        var id = await Begin(5);
        await Append(id, [1, 2]);
        (await Create(id, 5)).ShouldBeTrue();
        await Append(id, [3]);
        await using var upload = await Open(id);
        (await Read(upload)).ShouldBe([3]);
    }

    [Fact]
    public async Task A_deleted_upload_is_gone()
    {
        var id = await Begin(5);
        await Append(id, [1, 2]);
        await using (var upload = await Open(id))
        {
            await upload.Delete(s_now);
        }

        (await Uploads(_clock).Open(id, s_now)).ShouldBeNull();
        (await Uploads(_clock).Open(new PartialUploadId(_owner, Guid.NewGuid()), s_now)).ShouldBeNull();
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
        await Uploads(_clock).DeleteAll(_owner, s_now);
        (await Create(first, 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_has_expired_is_not_there_and_then_swept()
    {
        var uploads = Uploads(_clock);
        var id = await Begin(3);
        _clock.Advance(TimeSpan.FromHours(1));
        var later = await Begin(3);
        _clock.Advance(TimeSpan.FromHours(23));
        (await uploads.Open(id, s_now)).ShouldBeNull();
        (await uploads.Sweep(s_now)).ShouldBe(1);
        (await uploads.Sweep(s_now)).ShouldBe(0);
        await using var kept = await Open(later);
    }

    private async Task<PartialUploadId> Begin(long length)
    {
        var id = new PartialUploadId(_owner, Guid.NewGuid());
        (await Create(id, length)).ShouldBeTrue();
        return id;
    }

    private Task<bool> Create(PartialUploadId id, long length) =>
        Uploads(_clock).Create(id, new PartialUploadPlan(length, _clock.GetUtcNow().AddDays(1), "notes"), Most, s_now);

    /// <summary>As after a restart.</summary>
    private async Task<IPartialUpload> Open(PartialUploadId id) => (await Uploads(_clock).Open(id, s_now)).ShouldNotBeNull();

    private async Task Append(PartialUploadId id, byte[] piece)
    {
        await using var upload = await Open(id);
        (await upload.Append(new MemoryStream(piece), null, s_now)).ShouldBeTrue();
    }

    private static async Task<byte[]> Read(IPartialUpload upload)
    {
        using var content = new MemoryStream();
        await (await upload.Content(s_now)).CopyToAsync(content, s_now);
        return content.ToArray();
    }
}
