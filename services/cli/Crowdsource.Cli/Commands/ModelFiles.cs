using Crowdsource.Cli.Http;
using Crowdsource.Domain.Blobs;
using Crowdsource.Protocol.Models;

namespace Crowdsource.Cli.Commands;

/// <summary>Downloads files of a version and checks their hashes.</summary>
/// <param name="server">Where from.</param>
/// <param name="version">The address of the version.</param>
internal sealed class ModelFiles(ServerConnection server, string version)
{
    /// <exception cref="CliException">It is not what was announced.</exception>
    public async Task<byte[]> Get(string artifact, ModelFile file, CancellationToken cancellation)
    {
        var bytes = await server.GetBytes($"{version}/artifacts/{artifact}/{file.Path}", cancellation);
        return BlobDigest.Of(bytes).Value == file.Sha256
            ? bytes
            : throw new CliException($"'{file.Path}' arrived with another SHA-256 than announced. Try again.");
    }

    /// <summary>Writes a whole bundle into a folder.</summary>
    /// <param name="artifact">What to write.</param>
    /// <param name="folder">Nothing is written outside.</param>
    /// <param name="under">The place inside, or empty.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="CliException">A file is not what was announced, or would lie outside.</exception>
    public async Task Save(ModelArtifactResponse artifact, string folder, string under, CancellationToken cancellation)
    {
        var root = Directory.CreateDirectory(folder).FullName;
        foreach (var file in artifact.Files)
        {
            var target = Path.GetFullPath(Path.Combine(root, under, file.Path));
            if (!target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new CliException($"The server names a file '{file.Path}' outside the folder. Nothing was written there; do not trust this server.");
            }

            var bytes = await Get(artifact.Artifact, file, cancellation);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(target, bytes, cancellation);
        }
    }
}
