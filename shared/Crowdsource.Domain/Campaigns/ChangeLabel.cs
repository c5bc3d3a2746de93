using Orleans;

namespace Crowdsource.Domain.Campaigns;

/// <summary>An owner changes what a label's photos count as. No photo is touched: each keeps the label that it was given.</summary>
[GenerateSerializer, Immutable, Alias("change-label")]
public abstract record ChangeLabel
{
    private ChangeLabel()
    {
    }

    /// <summary>Which label.</summary>
    public abstract LabelId Label { get; init; }

    /// <summary>Photos of <paramref name="Label"/> count as photos of <paramref name="Into"/>, those to come too.</summary>
    [GenerateSerializer, Immutable, Alias("change-label.merge")]
    public sealed record Merge(LabelId Label, LabelId Into) : ChangeLabel;

    /// <summary>The label takes no more photos, and no new model learns it.</summary>
    [GenerateSerializer, Immutable, Alias("change-label.retire")]
    public sealed record Retire(LabelId Label) : ChangeLabel;

    /// <summary>The label stands for itself again, with all photos that were ever given it.</summary>
    [GenerateSerializer, Immutable, Alias("change-label.restore")]
    public sealed record Restore(LabelId Label) : ChangeLabel;
}
