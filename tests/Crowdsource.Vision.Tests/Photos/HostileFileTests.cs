using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Crowdsource.Domain.Submissions;

namespace Crowdsource.Vision.Tests.Photos;

public sealed class HostileFileTests(SharedPool pool)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_bad_picture_is_used_or_refused_with_a_code_and_no_child_dies()
    {
        var files = Directory.GetFiles(SharedFiles.Require("bad-images"), "*", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(100);
        foreach (var file in files)
        {
            switch (await pool.Vision.Examine(await File.ReadAllBytesAsync(file), [PhotoView.Original], Cancellation))
            {
                case ExaminationResult.Refused refused:
                    RejectionCode.IsKnown(refused.Code).ShouldBeTrue(file);
                    break;
                case ExaminationResult.Examined examined:
                    Path.GetExtension(file).ShouldBeOneOf([".jpg", ".png", ".webp"], file);
                    examined.Inputs.Count.ShouldBe(1);
                    break;
                case var other:
                    other.ShouldBeNull(file);
                    break;
            }
        }
    }

    [Theory]
    [InlineData("pillow", "truncated_jpeg.jpg", RejectionCode.Truncated)]
    [InlineData("pillow", "truncated_image.png", RejectionCode.Truncated)]
    [InlineData("pillow", "decompression_bomb.gif", RejectionCode.UnsupportedFormat)]
    [InlineData("pillow", "g4_orientation_1.tif", RejectionCode.UnsupportedFormat)]
    [InlineData("pillow", "timeout-6646305047838720", RejectionCode.UnsupportedFormat)]
    [InlineData("exif-orientation", "README.markdown", RejectionCode.NotAnImage)]
    public async Task A_bad_file_is_refused_with_its_code(string folder, string name, string code)
    {
        var file = await File.ReadAllBytesAsync(SharedFiles.Require("bad-images", folder, name));
        (await pool.Vision.Examine(file, [], Cancellation)).ShouldBe(new ExaminationResult.Refused(code));
    }

    [Fact]
    public async Task A_bomb_of_900_megapixels_costs_no_memory()
    {
        await using var vision = new Vision.Children.VisionPool(new() { Children = 1 }, TimeProvider.System);
        (await vision.Examine(Pictures.Jpeg(Pictures.Disc(400, 300)), [], Cancellation)).ShouldBeOfType<ExaminationResult.Examined>();
        var before = PeakMemory(vision.ProcessIds.Single());

        (await vision.Examine(PngOfSize(30_000, 30_000), [], Cancellation)).ShouldBe(new ExaminationResult.Refused(RejectionCode.TooLarge));
        (await vision.Preprocess(PngOfSize(30_000, 30_000), Cancellation)).ShouldBe(new PreprocessingResult.Refused(RejectionCode.TooLarge));

        (PeakMemory(vision.ProcessIds.Single()) - before).ShouldBeLessThan(20 * 1024);
    }

    [Fact]
    public async Task A_file_over_25_megabytes_is_too_large()
    {
        var file = new byte[(25 * 1024 * 1024) + 1];
        Pictures.Jpeg(Pictures.Disc(400, 300)).CopyTo(file, 0);
        (await pool.Vision.Examine(file, [], Cancellation)).ShouldBe(new ExaminationResult.Refused(RejectionCode.TooLarge));
    }

    [Fact]
    public async Task A_photo_cut_off_on_its_way_is_truncated()
    {
        var jpeg = Pictures.Jpeg(Pictures.Noise(400, 300, seed: 5));
        foreach (var share in new[] { 0.2, 0.5, 0.9 })
        {
            (await pool.Vision.Examine(jpeg.AsMemory(0, (int)(jpeg.Length * share)), [], Cancellation)).ShouldBe(new ExaminationResult.Refused(RejectionCode.Truncated));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>")]
    [InlineData("%PDF-1.7")]
    public async Task What_is_not_a_photo_is_not_decoded(string text) =>
        (await pool.Vision.Examine(Encoding.UTF8.GetBytes(text), [], Cancellation)).ShouldBe(new ExaminationResult.Refused(RejectionCode.NotAnImage));

    /// <summary>Kilobytes.</summary>
    private static long PeakMemory(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private static byte[] PngOfSize(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1]), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }
}
