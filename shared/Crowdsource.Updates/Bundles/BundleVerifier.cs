using System.Security.Cryptography;
using System.Text.Json;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;

namespace Crowdsource.Updates.Bundles;

/// <summary>Checks that can be made before and after the files are there.</summary>
public static class BundleVerifier
{
    /// <summary>Parses <c>bundle.json</c> and checks everything that it says about the bundle, so that its files can be fetched safely.</summary>
    /// <exception cref="InvalidBundleException">It is not acceptable.</exception>
    public static BundleManifest ParseManifest(ReadOnlySpan<byte> json)
    {
        if (json.Length > BundleFormat.MaxManifestBytes)
        {
            throw new InvalidBundleException(InvalidBundleException.Malformed, $"{BundleFormat.ManifestFile} is too long.");
        }

        RequireKnownFormat(json);
        BundleManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, BundleJson.Default.BundleManifest)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new InvalidBundleException(InvalidBundleException.Malformed, $"{BundleFormat.ManifestFile}: {error.Message}", error);
        }

        Check(manifest);
        return manifest;
    }

    /// <summary>Whether a file has the length and the bytes that the manifest says.</summary>
    public static async Task<bool> IsIntact(string folder, ManifestFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var info = new FileInfo(Path.Combine(folder, file.Path));
        if (!info.Exists || info.Length != file.Bytes)
        {
            return false;
        }

        await using var content = info.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) == file.Sha256;
    }

    // A later format may have other members, and "made for a later app" is a better answer than "malformed".
    private static void RequireKnownFormat(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("format", out var format)
                && format.ValueKind == JsonValueKind.Number
                && !(format.TryGetInt32(out var number) && number == BundleFormat.Version))
            {
                throw new InvalidBundleException(InvalidBundleException.Unsupported, $"Bundle format {format} is not known here.");
            }
        }
        catch (JsonException error)
        {
            throw new InvalidBundleException(InvalidBundleException.Malformed, $"{BundleFormat.ManifestFile}: {error.Message}", error);
        }
    }

    private static void Check(BundleManifest manifest)
    {
        if (manifest.Files.Any(file => file is null))
        {
            throw new InvalidBundleException(InvalidBundleException.Malformed, $"{BundleFormat.ManifestFile} lists null.");
        }

        if (!ArtifactId.IsKnown(manifest.Artifact))
        {
            throw new InvalidBundleException(InvalidBundleException.Unsupported, $"Artifact '{manifest.Artifact}' is not known here.");
        }

        var unsafePath = manifest.Files.FirstOrDefault(file => !BundleFormat.IsSafePath(file.Path) || file.Path == BundleFormat.ManifestFile);
        if (unsafePath is not null)
        {
            throw new InvalidBundleException(InvalidBundleException.UnsafePath, $"'{unsafePath.Path}' is not a path within a bundle.");
        }

        // Two names that differ in case only are one file on some phones; so are a file and the folder of another.
        var paths = manifest.Files.Select(file => file.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sound = CampaignId.IsValid(manifest.Campaign)
            && manifest.Version >= 1
            && manifest.Files.Length is > 0 and <= BundleFormat.MaxFiles
            && paths.Count == manifest.Files.Length
            && !manifest.Files.Any(file => paths.Contains(Path.GetDirectoryName(file.Path) ?? ""))
            && manifest.Files.All(file => BlobDigest.IsValid(file.Sha256) && file.Bytes is >= 0 and <= BundleFormat.MaxBytes)
            && manifest.Files.Sum(file => file.Bytes) <= BundleFormat.MaxBytes;
        if (!sound)
        {
            throw new InvalidBundleException(InvalidBundleException.Malformed, $"{BundleFormat.ManifestFile} contradicts itself.");
        }
    }
}
