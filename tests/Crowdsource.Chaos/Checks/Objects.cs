using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace Crowdsource.Chaos.Checks;

/// <summary>The blobs of a cluster, read by Minio's client and no code of ours.</summary>
internal sealed class Objects(int port)
{
    private readonly IMinioClient _minio = new MinioClient().WithEndpoint("127.0.0.1", port).WithCredentials("crowdsource", "crowdsource").WithSSL(false).Build();

    /// <returns>Null where there is no such object.</returns>
    public byte[]? Read(string digest)
    {
        using var bytes = new MemoryStream();
        try
        {
            _minio.GetObjectAsync(new GetObjectArgs().WithBucket("crowdsource").WithObject($"blobs/{digest}").WithCallbackStream(stream => stream.CopyTo(bytes)))
                .GetAwaiter().GetResult();
            return bytes.ToArray();
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }
}
