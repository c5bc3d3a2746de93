namespace Crowdsource.Learning;

internal static class OneCycle
{
    /// <summary>Linear warm-up over the first tenth, then a cosine to 0 (Smith, Topin 2017); progress and result in [0, 1].</summary>
    public static double At(double progress) =>
        progress < 0.1 ? progress / 0.1 : (1 + Math.Cos(Math.PI * (progress - 0.1) / 0.9)) / 2;
}
