using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Crowdsource.Api.Tests.Fuzz;

/// <summary>Requests for an operation as the description shows it: mostly right, always a little wrong somewhere.</summary>
/// <param name="random">Seeded.</param>
/// <param name="known">Values of parameters that exist on the server.</param>
internal sealed class RequestMaker(Random random, IReadOnlyDictionary<string, string> known)
{
    private static readonly string[] s_nasty =
    [
        "", " ", "0", "-1", "1", "2147483648", "9223372036854775808", "1e999", "NaN", "null", "true", "[]", "{}", "\0", "%00", "..", "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd", "C:\\con", "'; DROP TABLE submissions; --", "<script>alert(1)</script>", "Ünïcödé", "\u202Eevil", "👩‍👩‍👧‍👧", "\uFEFF",
        "a\u0301", new string('x', 300), new string('9', 40), "2026-13-45T99:99:99Z", "1969-12-31T23:59:59Z", "00000000-0000-0000-0000-000000000000",
    ];

    /// <summary>In a path: a client resolves these, and Kestrel refuses a zero before anybody of ours sees it.</summary>
    private static readonly string[] s_unsendable = ["", "..", "\0"];

    /// <summary>How often a part is as it should be, 0 to 1.</summary>
    private const double Right = 0.7;

    public HttpRequestMessage Make(string method, string path, JsonNode operation)
    {
        var query = new List<string>();
        var headers = new List<(string Name, string Value)>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            var value = Value(name, parameter);
            switch (parameter["in"]!.GetValue<string>())
            {
                case "path":
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(s_unsendable.Contains(value) ? "x" : value), StringComparison.Ordinal);
                    break;
                case "query" when random.NextDouble() < Right:
                    query.Add($"{name}={Uri.EscapeDataString(value)}");
                    break;
                case "header" when random.NextDouble() < Right:
                    headers.Add((name, value));
                    break;
                default:
                    break;
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(method), path + (query.Count == 0 ? "" : $"?{string.Join('&', query)}"));
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
        {
            // What cannot stand in a header never leaves a client.
            if (value.All(character => character is >= ' ' and <= '~'))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (operation["requestBody"]?["content"]?.AsObject() is { Count: > 0 } content)
        {
            request.Content = Body(content);
        }

        return request;
    }

    private string Value(string name, JsonNode parameter) =>
        random.NextDouble() >= Right ? s_nasty[random.Next(s_nasty.Length)]
        : known.TryGetValue(name, out var there) ? there
        : parameter["example"]?.ToString() ?? "1";

    private ByteArrayContent Body(JsonObject content)
    {
        var (type, media) = content.ElementAt(random.Next(content.Count));
        var bytes = type == "application/json" ? Json(media!["example"]) : Photos.Jpeg(s_nasty[random.Next(s_nasty.Length)]);
        var body = new ByteArrayContent(random.NextDouble() < 0.95 ? bytes : []);
        body.Headers.ContentType = random.NextDouble() < 0.95 ? new MediaTypeHeaderValue(type) : new MediaTypeHeaderValue("text/html");
        return body;
    }

    private byte[] Json(JsonNode? example)
    {
        var document = example?.DeepClone();
        for (var mutations = random.Next(4); mutations > 0 && document is not null; mutations--)
        {
            Mutate(document);
        }

        var text = document?.ToJsonString() ?? "{}";
        return Encoding.UTF8.GetBytes(random.Next(20) switch
        {
            0 => text[..random.Next(text.Length)],
            1 => $"[{text}]",
            2 => string.Concat(Enumerable.Repeat("[", 200)),
            _ => text,
        });
    }

    private void Mutate(JsonNode document)
    {
        if (document is JsonObject { Count: > 0 } members)
        {
            var (name, member) = members.ElementAt(random.Next(members.Count));
            if (member is JsonObject or JsonArray && random.Next(3) > 0)
            {
                Mutate(member);
            }
            else if (random.Next(5) == 0)
            {
                members.Remove(name);
            }
            else
            {
                members[random.Next(8) == 0 ? s_nasty[random.Next(s_nasty.Length)] : name] = Nasty();
            }
        }
        else if (document is JsonArray { Count: > 0 } items)
        {
            var index = random.Next(items.Count);
            if (items[index] is JsonObject item && random.Next(2) == 0)
            {
                Mutate(item);
            }
            else if (random.Next(2) == 0)
            {
                items.Add(items[index]?.DeepClone());
            }
            else
            {
                items[index] = Nasty();
            }
        }
    }

    private JsonNode? Nasty() => random.Next(8) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(-2, 3)),
        2 => JsonValue.Create(long.MaxValue),
        3 => JsonValue.Create(0.5),
        4 => JsonValue.Create(true),
        5 => new JsonArray(),
        _ => JsonValue.Create(s_nasty[random.Next(s_nasty.Length)]),
    };
}
