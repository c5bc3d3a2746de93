namespace Crowdsource.Vision.Augmentation;

/// <summary>The stresses under which a model is measured; <see cref="Robustness"/> defines them.</summary>
public enum RobustnessKind
{
    RotatedReflected,
    RotatedInscribed,
    GaussianBlur,
    MotionBlur,
    OffCentre,
}
