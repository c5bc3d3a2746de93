namespace Crowdsource.Domain.Evaluation;

/// <param name="Label">The id of the label.</param>
/// <param name="Gained">Its photos that were not recognised before and are now.</param>
/// <param name="Lost">The other way round.</param>
public sealed record LabelChange(int Label, int Gained, int Lost);
