namespace Crowdsource.Inference.Pretrained;

/// <summary>Where pretrained weights come from. Bound to the section <c>Crowdsource</c>.</summary>
public sealed class PretrainedOptions
{
    public const string Section = "Crowdsource";

    /// <summary>A <see cref="WeightsFile"/> that stands for no weights: every model is trained from scratch.</summary>
    public const string None = "none";

    /// <summary>
    /// Any MobileNetV2 as a TensorFlow Lite file, or <c>none</c>; null looks in <c>shared/weights</c> above the working directory, in the
    /// user's cache, and then asks the public repository.
    /// </summary>
    public string? WeightsFile { get; set; }

    /// <summary>Whether the known file may be fetched from its public repository when it is nowhere here.</summary>
    public bool DownloadWeights { get; set; } = true;
}
