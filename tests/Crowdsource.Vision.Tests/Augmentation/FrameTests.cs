using Crowdsource.Domain.Imaging;
using Crowdsource.Vision.Augmentation;
using CsCheck;

namespace Crowdsource.Vision.Tests.Augmentation;

public sealed class FrameTests
{
    private static readonly Gen<Frame> s_frames = Gen.Select(
        Gen.Double[0, 0.4], Gen.Double[0, 0.4], Gen.Double[0.3, 0.6], Gen.Double[0.3, 0.6], Gen.Double[-45, 45], Gen.Bool)
        .Select(frame => new Frame(frame.Item1, frame.Item2, frame.Item3, frame.Item4, frame.Item5, frame.Item6));

    [Fact]
    public void A_frame_is_taken_by_plain_bilinear_interpolation_bit_for_bit() =>
        Gen.Select(s_frames, Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int).Sample((frame, width, height, toWidth, toHeight, seed) =>
        {
            var photo = RgbImage.Blank(width, height);
            new Random(seed).NextBytes(photo.Pixels);

            frame.Take(photo, toWidth, toHeight).Pixels.ShouldBe(Plainly(frame, photo, toWidth, toHeight));
        }, iter: 300);

    private static byte[] Plainly(Frame frame, RgbImage photo, int width, int height)
    {
        var (sin, cos) = Math.SinCos(frame.Degrees * Math.PI / 180);
        var zoom = !frame.Inscribed ? 1 : Math.Min(
            photo.Width / ((photo.Width * Math.Abs(cos)) + (photo.Height * Math.Abs(sin))),
            photo.Height / ((photo.Width * Math.Abs(sin)) + (photo.Height * Math.Abs(cos))));
        var (centreX, centreY) = (photo.Width / 2.0, photo.Height / 2.0);
        var result = new byte[width * height * 3];
        for (var at = 0; at < result.Length; at++)
        {
            var (x, y) = (at / 3 % width, at / 3 / width);
            var frameX = (((frame.Left + ((x + 0.5) / width * frame.Width)) * photo.Width) - centreX) * zoom;
            var frameY = (((frame.Top + ((y + 0.5) / height * frame.Height)) * photo.Height) - centreY) * zoom;
            var sourceX = centreX + (cos * frameX) - (sin * frameY) - 0.5;
            var sourceY = centreY + (sin * frameX) + (cos * frameY) - 0.5;
            var (left, top) = ((int)Math.Floor(sourceX), (int)Math.Floor(sourceY));
            var (right, bottom) = ((int)((sourceX - left) * 256), (int)((sourceY - top) * 256));
            var sum = (At(left, top) * (256 - right) * (256 - bottom)) + (At(left + 1, top) * right * (256 - bottom))
                + (At(left, top + 1) * (256 - right) * bottom) + (At(left + 1, top + 1) * right * bottom);
            result[at] = (byte)((sum + 32768) >> 16);

            int At(int column, int row) =>
                photo.Pixels[(((Mirrored(row, photo.Height) * photo.Width) + Mirrored(column, photo.Width)) * 3) + (at % 3)];
        }

        return result;
    }

    private static int Mirrored(int index, int length)
    {
        var period = ((index % (2 * length)) + (2 * length)) % (2 * length);
        return period < length ? period : (2 * length) - 1 - period;
    }
}
