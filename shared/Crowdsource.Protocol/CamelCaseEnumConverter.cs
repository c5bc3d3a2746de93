using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crowdsource.Protocol;

/// <summary>Enums travel as camelCase words, never as numbers.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
