using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>An id struct as the JSON of the value inside.</summary>
internal sealed class ValueStructJsonConverter<TStruct, TValue> : JsonConverter<TStruct>
    where TStruct : struct
    where TValue : notnull
{
    private static readonly Func<TStruct, TValue> s_unwrap = ValueStruct.Unwrap<TStruct, TValue>().Compile();
    private static readonly Func<TValue, TStruct> s_wrap = ValueStruct.Wrap<TStruct, TValue>().Compile();

    public override TStruct Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        s_wrap(JsonSerializer.Deserialize<TValue>(ref reader, options)!);

    public override void Write(Utf8JsonWriter writer, TStruct value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, s_unwrap(value), options);

    public override TStruct ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        s_wrap(Plain(options).ReadAsPropertyName(ref reader, typeof(TValue), options));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TStruct value, JsonSerializerOptions options) =>
        Plain(options).WriteAsPropertyName(writer, s_unwrap(value), options);

    private static JsonConverter<TValue> Plain(JsonSerializerOptions options) => (JsonConverter<TValue>)options.GetConverter(typeof(TValue));
}
