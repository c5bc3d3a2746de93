using Crowdsource.Domain.Submissions;

namespace Crowdsource.Contracts.Grains;

/// <summary>Decides, one photo after the other, which of a campaign's photos repeat an earlier one. Key: the campaign's id.</summary>
[Alias("photo-hashes-grain")]
public interface IPhotoHashesGrain : IGrainWithStringKey
{
    /// <summary>The earlier photo that this one repeats; null when it is new, and then later ones are held against it. The same photo gets the same answer again.</summary>
    [Alias("find-or-add")]
    Task<SubmissionId?> FindOrAdd(SubmissionId submission, PhotoFindings findings);
}
