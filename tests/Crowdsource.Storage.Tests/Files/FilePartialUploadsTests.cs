using Crowdsource.Storage.Files;
using Crowdsource.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Storage.Tests.Files;

public sealed class FilePartialUploadsContract : PartialUploadsContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override IPartialUploads Uploads(TimeProvider clock) =>
        new FilePartialUploads(_folder.File("uploads"), DiskReserve.Of(_folder.Path, 0), clock);
}

public sealed class FilePartialUploadsTests : IDisposable
{
    private const int Most = 3;

    private static readonly CancellationToken s_now = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_has_it_at_a_time()
    {
        var uploads = Uploads(() => long.MaxValue);
        var id = await Begin(uploads, 3);
        await using (await uploads.Open(id, s_now))
        {
            await Should.ThrowAsync<UploadInUseException>(() => Uploads(() => long.MaxValue).Open(id, s_now));
        }

        await using var free = (await uploads.Open(id, s_now)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_disk_that_is_full_keeps_what_it_has()
    {
        var free = 1000L;
        var uploads = Uploads(() => free);
        await Should.ThrowAsync<InsufficientStorageException>(() => Begin(uploads, 501));
        var id = await Begin(uploads, 400);
        await using var upload = (await uploads.Open(id, s_now)).ShouldNotBeNull();
        await upload.Append(new MemoryStream(new byte[100]), null, s_now);
        free = 550;
        await Should.ThrowAsync<InsufficientStorageException>(() => upload.Append(new MemoryStream(new byte[100]), null, s_now));
        upload.Offset.ShouldBe(100);
    }

    private FilePartialUploads Uploads(Func<long> free) => new(_folder.File("uploads"), new DiskReserve(500, free), _clock);

    private async Task<PartialUploadId> Begin(FilePartialUploads uploads, long length)
    {
        var id = new PartialUploadId(Guid.NewGuid(), Guid.NewGuid());
        (await uploads.Create(id, new PartialUploadPlan(length, _clock.GetUtcNow().AddDays(1), ""), Most, s_now)).ShouldBeTrue();
        return id;
    }
}
