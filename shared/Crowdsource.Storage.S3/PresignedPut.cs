using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Crowdsource.Storage.S3;

/// <summary>
/// Addresses that take one PUT of a given length: AWS Signature Version 4 in the query (Amazon S3 API Reference, "Authenticating Requests: Using
/// Query Parameters"). The Minio client signs no length, and who may put any number of bytes may fill the bucket.
/// </summary>
internal static class PresignedPut
{
    private const string Algorithm = "AWS4-HMAC-SHA256", SignedHeaders = "content-length;host";

    /// <param name="options">With an address for strangers.</param>
    /// <param name="key">The object's name.</param>
    /// <param name="length">Bytes, no more and no fewer.</param>
    /// <param name="now">When it begins to be valid.</param>
    /// <param name="validFor">At most seven days.</param>
    public static Uri Address(S3Options options, string key, long length, DateTimeOffset now, TimeSpan validFor)
    {
        var endpoint = options.PublicEndpoint!;
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{options.Region}/s3/aws4_request";
        var path = $"/{options.Bucket}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
        // Sorted by name, as they are signed.
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"X-Amz-Algorithm={Algorithm}&X-Amz-Credential={Uri.EscapeDataString($"{options.AccessKey}/{scope}")}&X-Amz-Date={time}&X-Amz-Expires={(int)validFor.TotalSeconds}&X-Amz-SignedHeaders={Uri.EscapeDataString(SignedHeaders)}");
        var request = string.Create(
            CultureInfo.InvariantCulture,
            $"PUT\n{path}\n{query}\ncontent-length:{length}\nhost:{endpoint.Authority}\n\n{SignedHeaders}\nUNSIGNED-PAYLOAD");
        var signed = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        var signature = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + options.SecretKey), Sign);
        return new Uri($"{endpoint.Scheme}://{endpoint.Authority}{path}?{query}&X-Amz-Signature={Convert.ToHexStringLower(Sign(signature, signed))}");
    }

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
