using System.Net;
using System.Net.Http.Headers;
using Crowdsource.Client.Files;
using Crowdsource.Client.Http;
using Crowdsource.Domain.Blobs;
using Crowdsource.Updates;
using Crowdsource.Updates.Bundles;

namespace Crowdsource.Client.Models;

/// <summary>
/// Brings the files of one bundle into its staging folder. Each arrives as <c>.part</c> and gets its name when its hash is right, so a
/// download goes on where it stopped, in the middle of a file too, after a lost connection and after the death of the app.
/// </summary>
internal sealed class BundleDownload(RetryingSender sender, RetryOptions options, TimeProvider clock)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>What came over the network.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>How often a file was continued.</summary>
    public int Resumed { get; private set; }

    /// <summary>Fetches what is missing.</summary>
    /// <param name="bundle">The bundle's name.</param>
    /// <param name="staging">Where to, created when missing.</param>
    /// <param name="reusable">Folders of other bundles, whose equal files need not be fetched.</param>
    /// <param name="cancellationToken">Cancels; what is there stays.</param>
    /// <exception cref="HttpRequestException">The network failed too often.</exception>
    /// <exception cref="InvalidBundleException">The bundle is not acceptable, or arrives damaged.</exception>
    public async Task Fetch(BlobDigest bundle, string staging, IReadOnlyList<string> reusable, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(staging);
        var manifestPath = Path.Combine(staging, BundleFormat.ManifestFile);
        if (!File.Exists(manifestPath) || BlobDigest.Of(await File.ReadAllBytesAsync(manifestPath, cancellationToken)) != bundle)
        {
            await FetchFile(bundle, expectedBytes: null, manifestPath, cancellationToken);
        }

        var manifest = BundleVerifier.ParseManifest(await File.ReadAllBytesAsync(manifestPath, cancellationToken));
        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(staging, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!await BundleVerifier.IsIntact(staging, file, cancellationToken) && !await Reuse(file, path, reusable, cancellationToken))
            {
                await FetchFile(new BlobDigest(file.Sha256), file.Bytes, path, cancellationToken);
            }
        }
    }

    private static async Task<bool> Reuse(ManifestFile file, string path, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        foreach (var folder in folders)
        {
            var manifest = Path.Combine(folder, BundleFormat.ManifestFile);
            if (!File.Exists(manifest))
            {
                continue;
            }

            var same = BundleVerifier.ParseManifest(await File.ReadAllBytesAsync(manifest, cancellationToken))
                .Files.FirstOrDefault(other => other.Sha256 == file.Sha256);
            if (same is not null && await BundleVerifier.IsIntact(folder, same, cancellationToken))
            {
                await DurableFile.Write(path, await File.ReadAllBytesAsync(Path.Combine(folder, same.Path), cancellationToken), cancellationToken);
                return true;
            }
        }

        return false;
    }

    private async Task FetchFile(BlobDigest digest, long? expectedBytes, string path, CancellationToken cancellationToken)
    {
        var part = path + DurableFile.PartialSuffix;
        var damaged = 0;
        for (var failures = 0; ;)
        {
            var before = LengthOf(part);
            if (!await Continue(digest, expectedBytes, part, cancellationToken))
            {
                failures = LengthOf(part) > before ? 1 : failures + 1;
                if (!await sender.WaitAfter(failures, cancellationToken))
                {
                    throw new HttpRequestException($"The download of {Path.GetFileName(path)} was interrupted too often.");
                }

                continue;
            }

            if (BlobDigest.Of(await File.ReadAllBytesAsync(part, cancellationToken)) == digest)
            {
                DurableFile.Publish(part, path);
                return;
            }

            // Perhaps a resumed download met a cache that lies: once more from the start, then it is the server's fault.
            File.Delete(part);
            if (++damaged == 2)
            {
                throw new InvalidBundleException(InvalidBundleException.Damaged, $"{Path.GetFileName(path)} arrives with other bytes than its hash says.");
            }
        }
    }

    /// <summary>Appends to the partial file what the server still has of it. False: the connection was lost on the way.</summary>
    private async Task<bool> Continue(BlobDigest digest, long? expectedBytes, string part, CancellationToken cancellationToken)
    {
        var limit = expectedBytes ?? BundleFormat.MaxManifestBytes;
        var have = LengthOf(part);
        if (have > limit || (have > 0 && expectedBytes is null))
        {
            File.Delete(part);
            have = 0;
        }

        if (have == expectedBytes && have > 0)
        {
            return true;
        }

        using var response = await sender.Send(() => Request(digest, have), repeatable: true, cancellationToken);
        var continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (response.StatusCode == HttpStatusCode.PartialContent && !continues))
        {
            File.Delete(part);
            return false;
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The server has no file {digest}: {(int)response.StatusCode}.", inner: null, response.StatusCode);
        }

        Resumed += continues ? 1 : 0;
        await using var file = new FileStream(part, continues ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
        try
        {
            await Copy(response, file, limit, cancellationToken);
        }
        catch (Exception lost) when (RetryingSender.IsLostConnection(lost, cancellationToken))
        {
            return false;
        }

        file.Flush(flushToDisk: true);
        return expectedBytes is null || file.Position == expectedBytes;
    }

    private static HttpRequestMessage Request(BlobDigest digest, long have)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, UpdateProtocolV0.FilePath(digest));
        if (have > 0)
        {
            // Without If-Range: what is named by its hash never changes, and who it is redirected to may have another tag for it.
            request.Headers.Range = new RangeHeaderValue(have, to: null);
        }

        return request;
    }

    // More than the limit is cut off: its hash is wrong anyway.
    private async Task Copy(HttpResponseMessage response, FileStream file, long limit, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(options.MaxSilence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        await using var body = await response.Content.ReadAsStreamAsync(either.Token);
        var buffer = new byte[BufferBytes];
        while (file.Position < limit)
        {
            silence.CancelAfter(options.MaxSilence);
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit - file.Position)), either.Token);
            if (read == 0)
            {
                return;
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            ReceivedBytes += read;
        }
    }

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
