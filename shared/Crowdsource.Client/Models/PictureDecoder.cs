using Crowdsource.Domain.Imaging;

namespace Crowdsource.Client.Models;

/// <summary>Decodes a picture file (at least PNG and what the camera makes) to upright sRGB pixels at full size, as the platform does it.</summary>
/// <param name="file">The whole file.</param>
public delegate RgbImage PictureDecoder(ReadOnlyMemory<byte> file);
