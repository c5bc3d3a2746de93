namespace Crowdsource.Trainer.Export;

/// <param name="Id">One of <see cref="Domain.Models.ArtifactId"/>.</param>
/// <param name="File">Its bytes.</param>
/// <param name="StandIn">What it computes.</param>
internal sealed record WrittenArtifact(string Id, byte[] File, StandIn StandIn);
