using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace Crowdsource.Storage.S3;

/// <summary>
/// A bucket. The Minio client signs, looks and lists; bytes go through presigned addresses, since they are pulled, and a put is one request:
/// the object is there whole and durably when it is answered, or not at all.
/// </summary>
public sealed class S3Bucket : IDisposable
{
    /// <summary>Of an address that we use at once, or while a stream is open.</summary>
    private const int ExpirySeconds = 24 * 60 * 60;

    private readonly HttpClient _http = new(new S3Transport()) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly IMinioClient _minio;
    private readonly IMinioClient? _public;
    private readonly S3Options _options;

    /// <param name="options">Complete.</param>
    public S3Bucket(S3Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _minio = Client(options.Endpoint!);
        // A host's name is part of what is signed.
        _public = options.PublicEndpoint is { } reached ? Client(reached) : null;
    }

    /// <summary>Makes the bucket when it is absent, and makes sure that the S3 does what we rely on.</summary>
    /// <exception cref="BlobStoreUnavailableException">The S3 cannot be reached.</exception>
    /// <exception cref="InvalidOperationException">It refuses, or does not know conditional writes.</exception>
    public async Task Prepare(CancellationToken cancellationToken)
    {
        try
        {
            if (!await Exists(cancellationToken))
            {
                await Make(cancellationToken);
            }
        }
        catch (MinioException exception)
        {
            throw new InvalidOperationException(
                $"The S3 at {_options.Endpoint} does not let us use the bucket {_options.Bucket}: {exception.GetType().Name} {exception.Message}", exception);
        }

        const string Probe = "conditional-writes";
        if (await PutNew(Probe, Probe.Select(c => (byte)c).ToArray(), cancellationToken) && await PutNew(Probe, new byte[1], cancellationToken))
        {
            throw new InvalidOperationException($"The S3 at {_options.Endpoint} does not know conditional writes (If-None-Match): use one that does.");
        }
    }

    /// <summary>Stores an object, or replaces it.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="content">Seekable, read from its start; at most 5 GiB, an S3's limit for one request. Disposed.</param>
    /// <param name="cancellationToken">Gives up; whether it was stored is not known then.</param>
    internal async Task Put(string key, Stream content, CancellationToken cancellationToken)
    {
        using var response = await Send(key, content, isNew: false, cancellationToken);
        await Demand(response, key, cancellationToken);
    }

    /// <summary>Stores an object unless there is one of this name.</summary>
    /// <returns>False when there is.</returns>
    internal async Task<bool> PutNew(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var response = await Send(key, new MemoryStream(content.ToArray(), writable: false), isNew: true, cancellationToken);
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            return false;
        }

        await Demand(response, key, cancellationToken);
        return true;
    }

    /// <summary>An object's bytes from one on, as they come; null when it is absent. The caller disposes the answer.</summary>
    internal async Task<HttpResponseMessage?> Get(string key, long from, CancellationToken cancellationToken)
    {
        var address = await _minio.PresignedGetObjectAsync(
            new PresignedGetObjectArgs().WithBucket(_options.Bucket).WithObject(key).WithExpiry(ExpirySeconds));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            return await Code(response, cancellationToken) == "NoSuchKey" ? null : throw await Refused(response, key, cancellationToken);
        }
    }

    /// <summary>Bytes; null when the object is absent.</summary>
    internal async Task<long?> Length(string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await _minio.StatObjectAsync(new StatObjectArgs().WithBucket(_options.Bucket).WithObject(key), cancellationToken)).Size;
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether strangers have an address.</summary>
    internal bool IsPublic => _public is not null;

    /// <summary>Where a stranger may put an object once or again, with any bytes of this length; null without an address for strangers. By this machine's clock, as
    /// all that the Minio client signs.</summary>
    internal Uri? AddressToPut(string key, long length, TimeSpan validFor) =>
        _options.PublicEndpoint is null ? null : PresignedPut.Address(_options, key, length, TimeProvider.System.GetUtcNow(), validFor);

    /// <summary>Where a stranger may get an object; null without an address for strangers.</summary>
    internal async Task<Uri?> AddressToGet(string key, TimeSpan validFor) => _public is null ? null : new Uri(
        await _public.PresignedGetObjectAsync(new PresignedGetObjectArgs().WithBucket(_options.Bucket).WithObject(key).WithExpiry((int)validFor.TotalSeconds)));

    internal async IAsyncEnumerable<S3Entry> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = new ListObjectsArgs().WithBucket(_options.Bucket).WithPrefix(prefix).WithRecursive(true);
        await foreach (var item in _minio.ListObjectsEnumAsync(all, cancellationToken))
        {
            yield return new S3Entry(item.Key, (long)item.Size, new DateTimeOffset(item.LastModifiedDateTime!.Value.ToUniversalTime()));
        }
    }

    /// <summary>Removes an object, also one that is absent.</summary>
    internal Task Delete(string key, CancellationToken cancellationToken) =>
        _minio.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(_options.Bucket).WithObject(key), cancellationToken);

    public void Dispose()
    {
        _minio.Dispose();
        _public?.Dispose();
        _http.Dispose();
    }

    private IMinioClient Client(Uri endpoint) => new MinioClient()
        .WithEndpoint(endpoint.Authority)
        .WithSSL(endpoint.Scheme == Uri.UriSchemeHttps)
        // Given, it is not asked for.
        .WithRegion(_options.Region)
        .WithCredentials(_options.AccessKey, _options.SecretKey)
        .WithHttpClient(_http)
        .Build();

    private Task<bool> Exists(CancellationToken cancellationToken) =>
        _minio.BucketExistsAsync(new BucketExistsArgs().WithBucket(_options.Bucket), cancellationToken);

    private async Task Make(CancellationToken cancellationToken)
    {
        try
        {
            await _minio.MakeBucketAsync(new MakeBucketArgs().WithBucket(_options.Bucket).WithLocation(_options.Region), cancellationToken);
        }
        catch (MinioException)
        {
            // Another host that starts at the same time may have made it; some S3s call that an error.
            if (!await Exists(cancellationToken))
            {
                throw;
            }
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "Content-MD5 is what every S3 checks; it guards against accidents, SHA-256 names against people.")]
    private async Task<HttpResponseMessage> Send(string key, Stream content, bool isNew, CancellationToken cancellationToken)
    {
        var address = await _minio.PresignedPutObjectAsync(
            new PresignedPutObjectArgs().WithBucket(_options.Bucket).WithObject(key).WithExpiry(ExpirySeconds));
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = new StreamContent(content) };
        // What arrives damaged is refused.
        request.Content.Headers.ContentMD5 = await MD5.HashDataAsync(content, cancellationToken);
        content.Position = 0;
        if (isNew)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }

        return await _http.SendAsync(request, cancellationToken);
    }

    private static async Task Demand(HttpResponseMessage response, string key, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await Refused(response, key, cancellationToken);
        }
    }

    private static async Task<Exception> Refused(HttpResponseMessage response, string key, CancellationToken cancellationToken) =>
        await Code(response, cancellationToken) switch
        {
            "QuotaExceeded" or "XMinioStorageFull" => new InsufficientStorageException("The S3 is full."),
            // Another request was changing the same object, or the bytes were damaged on their way.
            "OperationAborted" or "ConditionalRequestConflict" or "BadDigest" or "RequestTimeout" =>
                new BlobStoreUnavailableException($"The S3 did not finish {response.RequestMessage?.Method} {key}."),
            var code => new InvalidOperationException($"The S3 answered {(int)response.StatusCode} {code} to {response.RequestMessage?.Method} {key}."),
        };

    /// <summary>The S3's word for what is wrong; null when it gives none.</summary>
    private static async Task<string?> Code(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return XDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken)).Root?.Element("Code")?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
