using System.Text.Json.Serialization;

namespace Crowdsource.Domain.Imaging;

/// <summary>How a photo of any proportions becomes the square that a network sees.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FitMode>))]
public enum FitMode
{
    /// <summary>The whole frame, each axis scaled by itself: what lies off the centre is seen.</summary>
    Stretch,

    /// <summary>The central square only.</summary>
    CentreCrop,
}
