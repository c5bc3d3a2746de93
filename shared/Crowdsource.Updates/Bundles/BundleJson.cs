using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crowdsource.Updates.Bundles;

/// <summary>A bundle's documents as JSON. Unknown members are refused: a phone must not ignore what it does not understand.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BundleManifest))]
[JsonSerializable(typeof(ImmutableArray<BundleLabel>))]
[JsonSerializable(typeof(PreprocessingDocument))]
[JsonSerializable(typeof(Thresholds))]
[JsonSerializable(typeof(GoldenExamples))]
internal sealed partial class BundleJson : JsonSerializerContext;
