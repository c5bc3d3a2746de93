using System.Text;

namespace Crowdsource.Api.Tests;

internal static class Photos
{
    /// <summary>Bytes that begin like a JPEG; the API never decodes a photo.</summary>
    public static byte[] Jpeg(string content) => [0xFF, 0xD8, 0xFF, 0xE0, .. Encoding.UTF8.GetBytes(content)];
}
