using Crowdsource.Domain.Nights;

namespace Crowdsource.Domain.Evaluation;

/// <summary>What the gate says of a candidate.</summary>
/// <param name="Notes">Sentences that a reader of the verdict should know, such as that no anchor set was locked.</param>
public abstract record GateVerdict(IReadOnlyList<string> Notes)
{
    public sealed record Promote(IReadOnlyList<string> Notes) : GateVerdict(Notes);

    public sealed record Refuse(IReadOnlyList<NightReason> Reasons, IReadOnlyList<string> Notes) : GateVerdict(Notes);
}
