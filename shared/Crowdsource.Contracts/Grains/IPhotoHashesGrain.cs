using Crowdsource.Domain.Submissions;

namespace Crowdsource.Contracts.Grains;

/// <summary>Decides, one photo after the other, which of a campaign's photos show the same thing. Key: the campaign's id.</summary>
[Alias("photo-hashes-grain")]
public interface IPhotoHashesGrain : IGrainWithStringKey
{
    /// <summary>Where a processed photo stands among the earlier ones; from then on later ones are held against it, unless it repeats one.
    /// The same photo gets the same answer again, unless the one that it should replace was accepted meanwhile.</summary>
    [Alias("place")]
    Task<PhotoPlace> Place(SubmissionState photo);
}
