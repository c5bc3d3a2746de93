using Crowdsource.Domain.Models;
using Crowdsource.Protocol.Models;

namespace Crowdsource.Api.Models;

internal static class ModelDocuments
{
    public static ModelArtifactResponse ToResponse(ModelArtifact artifact) => new(
        artifact.Id,
        artifact.InputSize,
        artifact.Bytes,
        artifact.MultiplyAdds,
        artifact.Top1,
        artifact.Parity is { } parity ? new ParityResponse(parity.Photos, parity.Agreement, parity.AccuracyLost, parity.AccuracyLostAtMost) : null,
        artifact.Withheld is { } reason ? new WithheldResponse(reason.Code, reason.Text) : null,
        [.. artifact.Files.Select(file => new ModelFile(file.Path, file.Digest.Value, file.Bytes))]);
}
