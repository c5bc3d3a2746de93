using System.Text.Json;
using System.Text.Json.Serialization;
using Crowdsource.Client.Models;
using Crowdsource.Client.Submitting;

namespace Crowdsource.Client.Files;

/// <summary>What the SDK keeps on the phone. An app update reads what its predecessor wrote.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(QueuedPhoto))]
[JsonSerializable(typeof(ActivePointer))]
[JsonSerializable(typeof(KnownChannel))]
[JsonSerializable(typeof(List<RefusedBundle>))]
internal sealed partial class ClientJson : JsonSerializerContext;
