using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crowdsource.Api.Access;
using Crowdsource.Api.Problems;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Problems;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Crowdsource.Api.OpenApi;

/// <summary>What the framework cannot see of an operation: its problems, who may call it, path parameters and examples.</summary>
internal sealed partial class OperationDetails : IOpenApiOperationTransformer
{
    private const string Json = "application/json";
    private const string ProblemSchema = nameof(ProblemDocument);
    private const string ProblemJson = "application/problem+json";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var description = context.Description;
        AddPathParameters(operation, description);
        DescribeFiles(operation);
        ShowExamples(operation, description);
        await AddProblems(operation, context, cancellationToken);
        if (Metadata<AllowedScopes>(description).FirstOrDefault() is { } allowed)
        {
            var scopes = string.Join(", ", allowed.Scopes.Select(scope => JsonNamingPolicy.CamelCase.ConvertName(scope.ToString())));
            operation.Description = $"Token scope: {scopes}.";
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(TokenAuthentication.Name, context.Document)] = [] },
            ];
        }
    }

    private static void AddPathParameters(OpenApiOperation operation, ApiDescription description)
    {
        operation.Parameters ??= [];
        foreach (Match match in PathParameter().Matches(description.RelativePath ?? ""))
        {
            var name = match.Groups[1].Value;
            if (operation.Parameters.All(parameter => parameter.Name != name))
            {
                operation.Parameters.Insert(0, new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }

        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            if (parameter.Name is { } name && Examples.OfParameter(name) is { } known)
            {
                parameter.Description = known.Description;
                parameter.Example = known.Example;
                parameter.Required |= IsNeeded(name, operation);
            }
        }
    }

    /// <summary>Query parameters that a validator asks for: the framework only sees that they may be absent.</summary>
    private static bool IsNeeded(string parameter, OpenApiOperation operation) =>
        (parameter, operation.OperationId) is ("label", "SubmitPhoto") or ("Upload-Length", "CreateUpload") or ("Upload-Metadata", "CreateUpload")
            or ("Upload-Offset", "AppendToUpload");

    /// <summary>Bodies that are not JSON are files as they are, not text in base 64.</summary>
    private static void DescribeFiles(OpenApiOperation operation)
    {
        if (operation.RequestBody is OpenApiRequestBody { Content: { } sent } body && !sent.ContainsKey(Json))
        {
            body.Description = "The photo as the camera made it: JPEG, PNG or WebP, at most 25 MB.";
            AsFiles(sent);
        }

        foreach (var (_, response) in operation.Responses ?? [])
        {
            if (response.Content is { } content && !content.ContainsKey(Json))
            {
                AsFiles(content);
            }
        }
    }

    private static void AsFiles(IDictionary<string, OpenApiMediaType> content)
    {
        foreach (var (type, media) in content)
        {
            media.Schema = type.StartsWith("text/", StringComparison.Ordinal)
                ? new OpenApiSchema { Type = JsonSchemaType.String }
                : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        }
    }

    private static void ShowExamples(OpenApiOperation operation, ApiDescription description)
    {
        var body = description.ParameterDescriptions.FirstOrDefault(parameter => parameter.Source.Id == "Body")?.Type;
        Show(operation.RequestBody?.Content, body);
        foreach (var response in description.SupportedResponseTypes)
        {
            if (operation.Responses?.TryGetValue(response.StatusCode.ToString(), out var documented) == true)
            {
                Show(documented.Content, response.Type);
            }
        }
    }

    private static void Show(IDictionary<string, OpenApiMediaType>? content, Type? type)
    {
        if (type is not null && content?.TryGetValue(Json, out var media) == true && Examples.Of(type) is { } example)
        {
            media.Example = JsonSerializer.SerializeToNode(example, type, ProtocolJson.Options);
        }
    }

    private static async Task AddProblems(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var problems = Metadata<PossibleProblems>(context.Description).SelectMany(possible => possible.Problems).ToHashSet();
        if (operation.RequestBody is { Content: { } sent })
        {
            problems.UnionWith([ProblemTypes.UnsupportedMediaType, ProblemTypes.BodyTooLarge]);
            problems.UnionWith(sent.ContainsKey(Json) ? [ProblemTypes.MalformedBody] : []);
        }

        if (operation.RequestBody?.Content?.ContainsKey(Json) == true || operation.Parameters?.Any(parameter => parameter.Name == "limit") == true)
        {
            problems.Add(ProblemTypes.InvalidRequest);
        }

        if (operation.RequestBody is not null)
        {
            problems.Add(ProblemTypes.RequestTimeout);
        }

        problems.UnionWith([ProblemTypes.Busy, ProblemTypes.StoreAway, ProblemTypes.RateLimited]);
        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDocument), null, cancellationToken);
        context.Document?.AddComponent(ProblemSchema, schema);
        foreach (var problem in problems)
        {
            context.Document?.AddComponent<IOpenApiExample>(problem.Code, new OpenApiExample { Value = Example(problem) });
        }

        operation.Responses ??= [];
        foreach (var status in problems.GroupBy(problem => problem.Status).OrderBy(status => status.Key))
        {
            operation.Responses[status.Key.ToString()] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status.Key) is { Length: > 0 } known ? known : status.First().Title,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [ProblemJson] = new()
                    {
                        Schema = new OpenApiSchemaReference(ProblemSchema, context.Document),
                        Examples = status.OrderBy(problem => problem.Code, StringComparer.Ordinal).ToDictionary(
                            problem => problem.Code, IOpenApiExample (problem) => new OpenApiExampleReference(problem.Code, context.Document)),
                    },
                },
            };
        }
    }

    private static JsonNode? Example(ProblemType problem)
    {
        var document = problem.Document() with { Instance = "urn:trace:4bf92f3577b34da6a3ce929d0e0e4736" };
        if (problem == ProblemTypes.InvalidRequest)
        {
            document = document with
            {
                Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["name"] = ["'Name' must not be empty."] },
            };
        }

        return JsonSerializer.SerializeToNode(document, ProtocolJson.Options);
    }

    private static IEnumerable<T> Metadata<T>(ApiDescription description) =>
        description.ActionDescriptor.EndpointMetadata.OfType<T>();

    [GeneratedRegex(@"\{([a-zA-Z]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex PathParameter();
}
