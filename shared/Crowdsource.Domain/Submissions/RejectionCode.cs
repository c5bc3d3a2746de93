namespace Crowdsource.Domain.Submissions;

/// <summary>Why a photo cannot be used. Codes are part of the API and never change their meaning.</summary>
public static class RejectionCode
{
    public const string NotAnImage = "not-an-image";
    public const string UnsupportedFormat = "unsupported-format";
    public const string Truncated = "truncated";
    public const string TooSmall = "too-small";
    public const string TooLarge = "too-large";
    public const string TooBlurry = "too-blurry";
    public const string TooDark = "too-dark";
    public const string CannotProcess = "cannot-process";
    public const string WrongLabel = "wrong-label";
    public const string NoObject = "no-object";
    public const string PersonVisible = "person-visible";
    public const string BadQuality = "bad-quality";

    private static readonly Dictionary<string, string> s_advice = new(StringComparer.Ordinal)
    {
        [NotAnImage] = "This file is not a photo. Take a new one with the camera and send that.",
        [UnsupportedFormat] = "This kind of picture cannot be read here. Send a JPEG, PNG or WebP: most phones have a setting called 'most compatible'.",
        [Truncated] = "The photo arrived incomplete or damaged. Send the original file again.",
        [TooSmall] = "The photo is too small. Send the original instead of a preview, at least 64 pixels on each side.",
        [TooLarge] = "The photo has too many pixels. Send it at up to 100 megapixels.",
        [TooBlurry] = "The photo is blurred all over. Hold the phone still, tap on the object to focus, and try again.",
        [TooDark] = "The photo is too dark to see anything. Find more light and try again.",
        [CannotProcess] = "The photo could not be processed. Take a new one; sending this file again will not help.",
        [WrongLabel] = "The object in the photo is not what its label says. Choose the right label and send it again.",
        [NoObject] = "The object cannot be seen. Bring it into the picture and try again.",
        [PersonVisible] = "A person can be recognised in the photo. Take one without people.",
        [BadQuality] = "The photo does not show the object well enough. Go closer, with more light, and try again.",
    };

    /// <summary>The codes that a curator may give.</summary>
    public static IReadOnlyList<string> ForCurators { get; } = [WrongLabel, NoObject, PersonVisible, BadQuality, TooBlurry, TooDark];

    /// <summary>Those by which curators say that a photo shows something else: they relabel what shows another label's object.</summary>
    public static IReadOnlyList<string> OutOfScope { get; } = [NoObject, WrongLabel];

    public static bool IsKnown(string code) => s_advice.ContainsKey(code);

    /// <summary>A sentence that helps to retake the photo.</summary>
    public static string Advice(string code) => s_advice[code];
}
