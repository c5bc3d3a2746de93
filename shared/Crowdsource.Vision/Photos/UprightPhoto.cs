using System.Buffers.Binary;
using System.Security.Cryptography;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Submissions;
using NetVips;

namespace Crowdsource.Vision.Photos;

/// <summary>An untrusted file, decoded: upright, sRGB, 8 bits, no alpha. The pixels lie outside the managed heap and are read in strips.</summary>
internal sealed class UprightPhoto : IDisposable
{
    private const int StripBytes = 1 << 20;
    private const int MostShrink = 8;
    private const double EnoughOfTheSide = 0.78;

    private readonly Image _decoded;
    private readonly Image _upright;

    private UprightPhoto(Image decoded, GeoPoint? position)
    {
        _decoded = decoded;
        Position = position;
        _upright = decoded.Autorot();
    }

    public int Width => _upright.Width;

    public int Height => _upright.Height;

    /// <summary>Where it was taken; null when the file does not say.</summary>
    public GeoPoint? Position { get; }

    /// <summary>Decodes a photo, checking bytes, format and dimensions before pixels.</summary>
    /// <param name="file">Of a stranger.</param>
    /// <param name="thresholds">What is accepted.</param>
    /// <param name="refusal">A code of <see cref="RejectionCode"/> when it cannot be used.</param>
    /// <param name="longSide">All that is wanted of the long side, in pixels: a JPEG of more is decoded at a half, quarter or eighth where
    /// that leaves most of it, which costs a fraction; null for every pixel.</param>
    /// <returns>Null when it cannot be used.</returns>
    public static UprightPhoto? Open(byte[] file, PhotoThresholds thresholds, out string? refusal, int? longSide = null)
    {
        var format = FormatSniffer.Sniff(file);
        refusal = format switch
        {
            _ when file.Length > thresholds.MaximalBytes => RejectionCode.TooLarge,
            PhotoFormat.Unknown => RejectionCode.NotAnImage,
            PhotoFormat.OtherPicture => RejectionCode.UnsupportedFormat,
            _ => null,
        };
        return refusal is null ? Open(file, format, thresholds, longSide, out refusal) : null;
    }

    /// <summary>The photo at another size, and the digest of all decoded pixels, in one pass.</summary>
    public RgbImage Resize(int width, int height, out BlobDigest pixelDigest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(size, Width);
        BinaryPrimitives.WriteInt32LittleEndian(size[4..], Height);
        hash.AppendData(size);
        var resampler = new TriangleResampler(Width, Height, width, height);
        foreach (var strip in Strips())
        {
            hash.AppendData(strip);
            resampler.Add(strip);
        }

        pixelDigest = new BlobDigest(Convert.ToHexStringLower(hash.GetHashAndReset()));
        return resampler.Finish();
    }

    /// <summary>The network's input, from all pixels of the original.</summary>
    public RgbImage Preprocess(Preprocessing preprocessing)
    {
        var side = Math.Min(Width, Height);
        var (width, height) = preprocessing.Fit == FitMode.CentreCrop ? (side, side) : (Width, Height);
        var resampler = new TriangleResampler(width, height, preprocessing.InputSize, preprocessing.InputSize);
        foreach (var strip in Strips((Width - width) / 2, (Height - height) / 2, width, height))
        {
            resampler.Add(strip);
        }

        return resampler.Finish();
    }

    public void Dispose()
    {
        _upright.Dispose();
        _decoded.Dispose();
    }

    private static UprightPhoto? Open(byte[] file, PhotoFormat format, PhotoThresholds thresholds, int? longSide, out string? refusal)
    {
        Image header;
        try
        {
            header = Codec.Open(file, format);
        }
        catch (VipsException)
        {
            refusal = HasEnding(file, format) ? RejectionCode.NotAnImage : RejectionCode.Truncated;
            return null;
        }

        using (header)
        {
            refusal = PhotoJudge.Verdict(header.Width, header.Height, thresholds);
            if (refusal is not null)
            {
                return null;
            }

            try
            {
                var shrink = format == PhotoFormat.Jpeg && longSide is { } wanted ? Shrink(Math.Max(header.Width, header.Height), wanted) : 1;
                using var smaller = shrink > 1 ? Codec.OpenJpeg(file, shrink) : null;
                return new UprightPhoto(ToRgb(smaller ?? header), GpsPosition.Read(header));
            }
            catch (VipsException fault) when (!Codec.IsOutOfMemory(fault))
            {
                refusal = RejectionCode.Truncated;
                return null;
            }
        }
    }

    /// <summary>The factor at which nearly four fifths of the wanted side are left: the rest of the way is not worth decoding four times the pixels.</summary>
    private static int Shrink(int side, int wanted)
    {
        var shrink = MostShrink;
        while (shrink > 1 && side / shrink < EnoughOfTheSide * wanted)
        {
            shrink /= 2;
        }

        return shrink;
    }

    private static Image ToRgb(Image image)
    {
        List<Image> steps = [image];
        try
        {
            if (NeedsProfile(image))
            {
                steps.Add(ThroughProfile(image));
            }

            if (steps[^1].Interpretation != Enums.Interpretation.Srgb)
            {
                steps.Add(steps[^1].Colourspace(Enums.Interpretation.Srgb));
            }

            if (steps[^1].HasAlpha())
            {
                steps.Add(steps[^1].Flatten(background: [255, 255, 255]));
            }

            if (steps[^1].Format != Enums.BandFormat.Uchar)
            {
                steps.Add(steps[^1].Cast(Enums.BandFormat.Uchar));
            }

            return steps[^1].Bands == RgbImage.Channels
                ? steps[^1].CopyMemory()
                : throw new VipsException($"{steps[^1].Bands} bands are no colour picture.");
        }
        finally
        {
            steps.Skip(1).ToList().ForEach(step => step.Dispose());
        }
    }

    /// <summary>Most photos say "sRGB", which is what they become: nothing to convert.</summary>
    private static bool NeedsProfile(Image image) =>
        image.Contains("icc-profile-data")
        && image.Get("icc-profile-data") is byte[] profile
        && profile.AsSpan().IndexOf("sRGB"u8) < 0
        && profile.AsSpan().IndexOf("s\0R\0G\0B"u8) < 0;

    private static Image ThroughProfile(Image image)
    {
        try
        {
            return image.IccTransform("srgb", embedded: true, intent: Enums.Intent.Relative, depth: 8);
        }
        catch (VipsException)
        {
            // A broken or foreign profile: the colours are then what the numbers say.
            return image.Copy();
        }
    }

    private static bool HasEnding(ReadOnlySpan<byte> file, PhotoFormat format) => format switch
    {
        PhotoFormat.Jpeg => file.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0,
        PhotoFormat.Png => file.LastIndexOf("IEND"u8) >= 0,
        _ => file.Length >= BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L,
    };

    private IEnumerable<byte[]> Strips() => Strips(0, 0, Width, Height);

    private IEnumerable<byte[]> Strips(int left, int top, int width, int height)
    {
        var rows = Math.Max(1, StripBytes / (width * RgbImage.Channels));
        for (var y = 0; y < height; y += rows)
        {
            using var strip = _upright.Crop(left, top + y, width, Math.Min(rows, height - y));
            yield return strip.WriteToMemory<byte>();
        }
    }
}
