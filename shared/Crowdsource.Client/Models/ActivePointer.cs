using Crowdsource.Domain.Blobs;

namespace Crowdsource.Client.Models;

/// <summary>Which bundle is active and which was before: the file <c>current</c>, replaced as a whole.</summary>
/// <param name="Digest">The bundle's name.</param>
/// <param name="Version">Its model version.</param>
/// <param name="LastGood">Where a roll-back goes; null: nowhere.</param>
internal sealed record ActivePointer(string Digest, int Version, ActivePointer? LastGood)
{
    public BlobDigest Name => new(Digest);
}
