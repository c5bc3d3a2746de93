using Crowdsource.Cli.Commands;
using Crowdsource.Cli.Demo.Summary;
using Crowdsource.Cli.Http;
using Crowdsource.Protocol.Models;
using Crowdsource.Updates.Bundles;

namespace Crowdsource.Cli.Demo.Phones;

/// <summary>What the newest version is shipped as, and how much of each file is new.</summary>
internal sealed class ArtifactReview(ServerConnection server)
{
    /// <param name="newest">The version; null: there is none.</param>
    /// <param name="before">The version before it, whose bytes phones have; null: none.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<ArtifactSummary>> Run(int? newest, int? before, CancellationToken cancellation)
    {
        if (newest is not { } version)
        {
            return [];
        }

        var now = await server.Get<ModelResponse>($"{DemoScene.PathOf()}/models/{version}", cancellation);
        var then = before is { } old ? await server.Get<ModelResponse>($"{DemoScene.PathOf()}/models/{old}", cancellation) : null;
        var artifacts = new List<ArtifactSummary>();
        foreach (var artifact in now.Artifacts)
        {
            var earlier = then?.Artifacts.FirstOrDefault(other => other.Artifact == artifact.Artifact && other.Withheld is null);
            artifacts.Add(new ArtifactSummary(
                artifact.Artifact,
                artifact.Bytes,
                artifact.MultiplyAdds,
                artifact.Top1,
                artifact.Parity?.Photos,
                artifact.Parity?.Agreement,
                artifact.Parity?.AccuracyLost,
                artifact.Withheld?.Text,
                artifact.Withheld is null && earlier is not null ? await Changed(then!, earlier, now, artifact, cancellation) : null));
        }

        return artifacts;
    }

    private async Task<long> Changed(ModelResponse then, ModelArtifactResponse earlier, ModelResponse now, ModelArtifactResponse artifact, CancellationToken cancellation)
    {
        var (before, after) = (await Model(then, earlier, cancellation), await Model(now, artifact, cancellation));
        return ModelComparison.Changed(before, after);
    }

    private Task<byte[]> Model(ModelResponse model, ModelArtifactResponse artifact, CancellationToken cancellation) => server.GetBytes(
        $"{DemoScene.PathOf()}/models/{model.Version}/artifacts/{artifact.Artifact}/{BundleFormat.ModelFile(artifact.Artifact)}", cancellation);
}
