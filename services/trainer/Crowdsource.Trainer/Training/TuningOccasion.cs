using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Trainer.Snapshots;

namespace Crowdsource.Trainer.Training;

/// <summary>A night in which a new generation may be tried.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Snapshot">Tonight's.</param>
/// <param name="Current">Its generation.</param>
/// <param name="LastTry">When a night last tried one, whatever came of it; null before the first.</param>
internal sealed record TuningOccasion(CampaignState Campaign, Snapshot Snapshot, Generation Current, TuningTry? LastTry);
