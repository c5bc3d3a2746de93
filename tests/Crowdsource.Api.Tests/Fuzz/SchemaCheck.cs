using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crowdsource.Api.Tests.Fuzz;

/// <summary>Whether JSON is what a schema of our description says: the keywords that it uses, read strictly (a member it does not name is wrong).</summary>
internal sealed class SchemaCheck(JsonNode document)
{
    /// <summary>What is wrong, with its place; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors(JsonNode? value, JsonNode schema, string at = "$")
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var target = reference.Split('/').Skip(1).Aggregate(document, (node, name) => node[name]!);
            return Errors(value, target, at);
        }

        foreach (var alternatives in new[] { schema["oneOf"], schema["anyOf"] }.OfType<JsonArray>())
        {
            var tried = alternatives.Select(alternative => Errors(value, alternative!, at)).ToList();
            if (tried.All(errors => errors.Count > 0))
            {
                return [$"{at}: none of the alternatives: {string.Join("; ", tried.SelectMany(errors => errors))}"];
            }
        }

        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (Types(schema) is { Count: > 0 } types && !types.Any(type => Is(kind, value, type)))
        {
            return [$"{at}: {kind} is not {string.Join(" or ", types)}"];
        }

        if (schema["enum"] is JsonArray known && !known.Any(one => JsonNode.DeepEquals(one, value)))
        {
            return [$"{at}: {value} is not in the enumeration"];
        }

        return value switch
        {
            JsonObject members => [.. Members(members, schema, at)],
            JsonArray items when schema["items"] is { } item => [.. items.SelectMany((one, index) => Errors(one, item, $"{at}[{index}]"))],
            JsonValue text when kind == JsonValueKind.String => Format(text.GetValue<string>(), schema["format"]?.GetValue<string>(), at),
            _ => [],
        };
    }

    private IEnumerable<string> Members(JsonObject members, JsonNode schema, string at)
    {
        foreach (var required in schema["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey(required!.GetValue<string>()))
            {
                yield return $"{at}: {required} is missing";
            }
        }

        var properties = schema["properties"]?.AsObject();
        foreach (var (name, member) in members)
        {
            if ((properties?[name] ?? schema["additionalProperties"]) is { } described)
            {
                foreach (var error in described is JsonObject ? Errors(member, described, $"{at}.{name}") : [])
                {
                    yield return error;
                }
            }
            else if (properties is not null)
            {
                yield return $"{at}: {name} is not described";
            }
        }
    }

    private static List<string> Types(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    private static bool Is(JsonValueKind kind, JsonNode? value, string type) => type switch
    {
        "null" => kind == JsonValueKind.Null,
        "object" => kind == JsonValueKind.Object,
        "array" => kind == JsonValueKind.Array,
        "string" => kind == JsonValueKind.String,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "number" => kind == JsonValueKind.Number,
        "integer" => kind == JsonValueKind.Number && value!.GetValue<double>() % 1 == 0,
        _ => false,
    };

    private static IReadOnlyList<string> Format(string text, string? format, string at) => format switch
    {
        "uuid" when !Guid.TryParse(text, out _) => [$"{at}: {text} is no UUID"],
        "date-time" when !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) => [$"{at}: {text} is no time"],
        _ => [],
    };
}
