using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>Writes every id struct as the value inside.</summary>
public sealed class ValueStructJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => ValueStruct.ValueTypeOf(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            typeof(ValueStructJsonConverter<,>).MakeGenericType(typeToConvert, ValueStruct.ValueTypeOf(typeToConvert)!))!;
}
