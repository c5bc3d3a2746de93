using System.Text.Json;
using System.Text.Json.Serialization;
using Crowdsource.Domain.Imaging;
using Crowdsource.Vision.Photos;

namespace Crowdsource.Vision.Children;

/// <summary>What a child is told at its start, as one argument.</summary>
internal sealed record VisionSettings(PhotoThresholds Thresholds, Preprocessing Preprocessing)
{
    public static VisionSettings Parse(string argument) =>
        JsonSerializer.Deserialize(argument, VisionSettingsJson.Default.VisionSettings) ?? throw new FormatException("Settings are missing.");

    public string ToArgument() => JsonSerializer.Serialize(this, VisionSettingsJson.Default.VisionSettings);
}

[JsonSerializable(typeof(VisionSettings))]
internal sealed partial class VisionSettingsJson : JsonSerializerContext;
