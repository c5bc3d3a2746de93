using System.Text.Json.Serialization;
using Crowdsource.Cli.Backups;
using Crowdsource.Cli.Commands;
using Crowdsource.Cli.Import;

namespace Crowdsource.Cli.Output;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(IntegrityReport))]
[JsonSerializable(typeof(ModelDiff))]
[JsonSerializable(typeof(UpdateReport))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
