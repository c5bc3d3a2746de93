using System.Buffers.Binary;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Locations;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Vision.Children;

/// <summary>What parent and child say to each other: frames of a 32-bit little-endian length and that many bytes. The child says an empty
/// frame when it is ready, then answers each request with one frame. The parent believes nothing it reads: a child has seen a stranger's photo.</summary>
internal static class VisionProtocol
{
    /// <summary>Bytes; a master, a thumbnail and 64 inputs of 224 × 224 need a third of it.</summary>
    public const int MaximalFrame = 64 * 1024 * 1024;

    private enum Kind : byte
    {
        Refused,
        Examined,
        Inputs,
        Picture,
        Damaged,
    }

    public static byte[] Pack(VisionRequest request) => Packed(writer =>
    {
        writer.Write((byte)request.Operation);
        writer.Write(request.Views.Count);
        foreach (var view in request.Views)
        {
            writer.Write(view.Key);
        }

        WriteBytes(writer, request.Photo.Span);
    });

    public static byte[] Pack(VisionAnswer answer) => Packed(writer =>
    {
        switch (answer)
        {
            case VisionAnswer.Refused refused:
                writer.Write((byte)Kind.Refused);
                writer.Write(refused.Code);
                break;
            case VisionAnswer.Examined { Result: var photo }:
                writer.Write((byte)Kind.Examined);
                WriteBytes(writer, photo.Master);
                WriteBytes(writer, photo.Thumbnail);
                writer.Write(photo.Width);
                writer.Write(photo.Height);
                writer.Write(photo.Quality.Sharpness);
                writer.Write(photo.Quality.Brightness);
                writer.Write(photo.Quality.Highlights);
                writer.Write(photo.PixelDigest.Value);
                writer.Write(photo.PerceptualHash);
                writer.Write(photo.Position?.Latitude ?? double.NaN);
                writer.Write(photo.Position?.Longitude ?? double.NaN);
                WriteImages(writer, photo.Inputs);
                break;
            case VisionAnswer.Inputs inputs:
                writer.Write((byte)Kind.Inputs);
                WriteImages(writer, inputs.Images);
                break;
            case VisionAnswer.Picture picture:
                writer.Write((byte)Kind.Picture);
                WriteBytes(writer, picture.Jpeg);
                break;
            default:
                writer.Write((byte)Kind.Damaged);
                break;
        }
    });

    public static VisionRequest UnpackRequest(byte[] frame)
    {
        using var reader = new BinaryReader(new MemoryStream(frame));
        var operation = (VisionOperation)reader.ReadByte();
        var views = new PhotoView[reader.ReadInt32()];
        for (var i = 0; i < views.Length; i++)
        {
            views[i] = PhotoView.Parse(reader.ReadString());
        }

        return new VisionRequest(operation, views, ReadBytes(reader));
    }

    /// <exception cref="InvalidDataException">The child talks nonsense.</exception>
    public static VisionAnswer UnpackAnswer(byte[] frame)
    {
        using var reader = new BinaryReader(new MemoryStream(frame));
        try
        {
            return (Kind)reader.ReadByte() switch
            {
                Kind.Refused => new VisionAnswer.Refused(reader.ReadString()),
                Kind.Examined => new VisionAnswer.Examined(new ExaminationResult.Examined(
                    ReadBytes(reader),
                    ReadBytes(reader),
                    reader.ReadInt32(),
                    reader.ReadInt32(),
                    new PhotoQuality(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()),
                    new BlobDigest(reader.ReadString()),
                    reader.ReadUInt64(),
                    GeoPoint.Find(reader.ReadDouble(), reader.ReadDouble()),
                    ReadImages(reader))),
                Kind.Inputs => new VisionAnswer.Inputs(ReadImages(reader)),
                Kind.Picture => new VisionAnswer.Picture(ReadBytes(reader)),
                Kind.Damaged => new VisionAnswer.Damaged(),
                var kind => throw new InvalidDataException($"Unknown answer {kind}."),
            };
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException("The child's answer cannot be read.", fault);
        }
    }

    public static async Task Write(Stream stream, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, frame.Length);
        await stream.WriteAsync(length, cancellationToken);
        await stream.WriteAsync(frame, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The length is out of range.</exception>
    /// <exception cref="EndOfStreamException">The stream ended within a frame.</exception>
    public static async Task<byte[]?> Read(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(int)];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        var length = read == head.Length ? BinaryPrimitives.ReadInt32LittleEndian(head) : throw new EndOfStreamException();
        if (length is < 0 or > MaximalFrame)
        {
            throw new InvalidDataException($"A frame of {length} bytes.");
        }

        var frame = new byte[length];
        await stream.ReadExactlyAsync(frame, cancellationToken);
        return frame;
    }

    private static byte[] Packed(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static void WriteBytes(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position
            ? reader.ReadBytes(length)
            : throw new InvalidDataException($"{length} bytes are not there.");
    }

    private static void WriteImages(BinaryWriter writer, IReadOnlyList<RgbImage> images)
    {
        writer.Write(images.Count);
        foreach (var image in images)
        {
            writer.Write(image.Width);
            writer.Write(image.Height);
            WriteBytes(writer, image.Pixels);
        }
    }

    private static List<RgbImage> ReadImages(BinaryReader reader)
    {
        List<RgbImage> images = [];
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            images.Add(new RgbImage(reader.ReadInt32(), reader.ReadInt32(), ReadBytes(reader)));
        }

        return images;
    }
}
