using System.Reflection;
using Crowdsource.Api.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Crowdsource.Api.OpenApi;

/// <summary>The API described for programs (OpenAPI 3.1) and for people.</summary>
internal static class ApiDocument
{
    private const string Document = "v1";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer<OperationDetails>();
        options.AddSchemaTransformer<SchemaDetails>();
    });

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs", options =>
        {
            options.WithTitle("Crowdsource API");
            // Nothing is asked of other servers: the page works offline and tells nobody.
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.DisableAgent();
        });
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Crowdsource",
            Version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(2) ?? "0",
            Description = """
                Volunteers' photos by day, a better model on every phone by morning.

                Send a token as `Authorization: Bearer …`: volunteers get one when they register, staff and apps from the owner, the owner
                from the server's first start. Refusals are problems (RFC 9457) with stable types. Lists are paged: pass `next` as `after`.
                """,
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        // The server's own address differs from place to place.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [TokenAuthentication.Name] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An opaque token of the scope volunteer, curator, owner or app. An owner may do what a curator may.",
            },
        };
    }
}
