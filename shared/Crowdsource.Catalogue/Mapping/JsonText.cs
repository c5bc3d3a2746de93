using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>Lists and nested records as one JSON text column.</summary>
internal sealed class JsonText<T>() : ValueConverter<T, string>(
    value => JsonSerializer.Serialize(value, JsonText.Options),
    text => JsonSerializer.Deserialize<T>(text, JsonText.Options)!);

internal static class JsonText
{
    /// <summary>A stored contract: what an older version wrote must stay readable.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new ValueStructJsonConverterFactory(), new JsonStringEnumConverter() },
    };
}
