using Crowdsource.Domain.Blobs;
using Crowdsource.Formats.TensorFlowLite;

namespace Crowdsource.Inference.Pretrained;

/// <summary>Finds the known pretrained weights: in folders near the work, in the user's cache, or in their public repository. Only bytes with the pinned hash are taken.</summary>
/// <param name="folders">Looked into first, in this order.</param>
/// <param name="cacheFolder">Where a download is kept.</param>
/// <param name="http">Asks the public repository; null stays off the network.</param>
public sealed class PretrainedWeightsLocator(IEnumerable<string> folders, string cacheFolder, HttpClient? http)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>The folder for downloads of this user, as the XDG base directories say.</summary>
    public static string DefaultCacheFolder =>
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "crowdsource");

    /// <summary><c>shared/weights</c> in a working folder and in each folder above it.</summary>
    public static IEnumerable<string> Near(string workingFolder)
    {
        for (var folder = new DirectoryInfo(workingFolder); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "weights");
        }
    }

    /// <summary>The weights, or null when they are nowhere to be had.</summary>
    /// <param name="report">Told in a sentence what was found, or why not.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<PretrainedWeights?> Find(Action<string> report, CancellationToken cancellationToken)
    {
        var cached = Path.Combine(cacheFolder, PretrainedWeights.FileName);
        foreach (var path in folders.Select(folder => Path.Combine(folder, PretrainedWeights.FileName)).Append(cached).Where(File.Exists))
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            if (BlobDigest.Of(bytes) == PretrainedWeights.KnownDigest)
            {
                report($"Pretrained weights: {path}");
                return PretrainedWeights.Read(bytes);
            }

            report($"{path} is left aside: it has not the SHA-256 of the known weights.");
        }

        return http is null ? null : await Download(http, cached, report, cancellationToken);
    }

    private static async Task<PretrainedWeights?> Download(HttpClient http, string cached, Action<string> report, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            using var response = await http.GetAsync(PretrainedWeights.KnownSource, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var bytes = new byte[PretrainedWeights.KnownLength];
            await body.ReadExactlyAsync(bytes, patience.Token);
            if (BlobDigest.Of(bytes) != PretrainedWeights.KnownDigest)
            {
                report($"{PretrainedWeights.KnownSource} answered with other bytes than the known weights.");
                return null;
            }

            report($"Pretrained weights: downloaded from {PretrainedWeights.KnownSource}");
            await Keep(bytes, cached, report, cancellationToken);
            return PretrainedWeights.Read(bytes);
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            report($"{PretrainedWeights.KnownSource} could not be downloaded within {s_patience.TotalSeconds} s: {error.Message}");
            return null;
        }
    }

    private static async Task Keep(byte[] bytes, string cached, Action<string> report, CancellationToken cancellationToken)
    {
        var temporary = $"{cached}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(cached)!);
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, cached, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report($"The download is not kept: {error.Message}");
        }
    }
}
