using System.Collections.Immutable;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Models;

namespace Crowdsource.Trainer.Export;

/// <param name="Artifacts">Shipped and withheld ones.</param>
/// <param name="Parity">What the next night need not measure again.</param>
/// <param name="Notes">What a reader of the report should know.</param>
internal sealed record ExportedArtifacts(ImmutableArray<ModelArtifact> Artifacts, BlobDigest Parity, ImmutableArray<string> Notes);
