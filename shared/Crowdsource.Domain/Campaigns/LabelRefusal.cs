namespace Crowdsource.Domain.Campaigns;

/// <summary>Why a label is not changed; these become problem types.</summary>
public static class LabelRefusal
{
    /// <summary>The label, or the one it is to be merged into, is merged or retired; or they are the same.</summary>
    public const string NotInUse = "label-not-in-use";

    /// <summary>Fewer than <see cref="LabelRules.Fewest"/> would be left.</summary>
    public const string TooFew = "too-few-labels";

    /// <summary>Another label took its name meanwhile.</summary>
    public const string NameTaken = "label-name-taken";

    /// <summary>Another label stands for none of these meanwhile.</summary>
    public const string NoneOfTheseTaken = "none-of-these-taken";
}
