using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Formats;
using Crowdsource.Formats.Layers;

namespace Crowdsource.Trainer.Nights.Resuming;

/// <summary>How results of steps are written: every number comes back as it was, networks bit for bit.</summary>
internal static class StepJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var types = new DefaultJsonTypeInfoResolver();
        types.Modifiers.Add(NameLayers);
        return new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            IgnoreReadOnlyProperties = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            TypeInfoResolver = types,
            Converters = { new ValueStructJsonConverterFactory(), new Floats(), new Networks(), new JsonStringEnumConverter() },
        };
    }

    private static void NameLayers(JsonTypeInfo type)
    {
        if (type.Type == typeof(Layer))
        {
            type.PolymorphismOptions = new JsonPolymorphismOptions();
            foreach (var layer in new[] { typeof(Convolution), typeof(Linear), typeof(Add), typeof(GlobalAveragePool), typeof(Softmax) })
            {
                type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(layer, layer.Name));
            }
        }
    }

    /// <summary>Weights, as the bytes that they are.</summary>
    private sealed class Floats : JsonConverter<float[]>
    {
        public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            MemoryMarshal.Cast<byte, float>(reader.GetBytesFromBase64()).ToArray();

        public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(MemoryMarshal.AsBytes(value.AsSpan()));
    }

    private sealed class Networks : JsonConverter<Network>
    {
        private sealed record Parts(string Name, ActivationShape Input, Layer[] Layers);

        public override Network? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Parts>(ref reader, options) is { } parts ? new Network(parts.Name, parts.Input, parts.Layers) : null;

        public override void Write(Utf8JsonWriter writer, Network value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Parts(value.Name, value.Input, [.. value.Layers]), options);
    }
}
