namespace Crowdsource.Protocol.Nights;

/// <summary>The ONNX files that a night leaves behind, also when it is refused.</summary>
public static class NightArtifacts
{
    /// <summary>What the gate judged.</summary>
    public const string Candidate = "candidate";

    /// <summary>The same night trained without augmented variants, for comparison.</summary>
    public const string WithoutAugmentation = "without-augmentation";
}
