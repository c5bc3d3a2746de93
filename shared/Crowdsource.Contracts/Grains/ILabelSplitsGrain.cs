using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;

namespace Crowdsource.Contracts.Grains;

/// <summary>Assigns splits to one label's photos, or to those that show something else. Key: campaign/label, or campaign/-1.</summary>
[Alias("label-splits-grain")]
public interface ILabelSplitsGrain : IGrainWithStringKey
{
    /// <summary>The split of a photo, by the group that it belongs to. The same photo gets the same answer again.</summary>
    [Alias("assign")]
    Task<Split> Assign(ContributorKey contributor, DateTimeOffset capturedAt);
}
