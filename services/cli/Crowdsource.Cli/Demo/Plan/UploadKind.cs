namespace Crowdsource.Cli.Demo.Plan;

/// <summary>What a volunteer of the demo sends, and so what should become of it.</summary>
internal enum UploadKind
{
    /// <summary>A photo of the set.</summary>
    Photo,

    /// <summary>A photo without the object; the curator rejects it.</summary>
    Empty,

    /// <summary>A file that is no usable photo; the pipeline rejects it.</summary>
    Hostile,

    /// <summary>The bytes of another photo again, under another id.</summary>
    ExactCopy,

    /// <summary>The pixels of another photo with other metadata.</summary>
    OtherMetadata,

    /// <summary>Another photo saved once more with other losses.</summary>
    NearDuplicate,
}
