using System.Reflection;

namespace Crowdsource.Architecture.Tests.Manifests;

/// <summary>The settings that hosts read, out of the classes that they are bound to.</summary>
internal static class Settings
{
    /// <summary>Of .NET and ASP.NET Core, and the folder that .NET writes to.</summary>
    private static readonly string[] s_foreign = ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "DOTNET_EnableDiagnostics", "HOME"];

    private static readonly ILookup<string, Type> s_sections = new[] { "Hosting", "Api", "Augmenter", "Trainer", "Delivery" }
        .SelectMany(name => Assembly.Load($"Crowdsource.{name}").GetTypes())
        .Select(type => (type, section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as string))
        .Where(options => options.section is not null)
        .ToLookup(options => options.section!, options => options.type);

    /// <summary>Whether an environment variable sets something.</summary>
    public static bool Knows(string variable)
    {
        var parts = variable.Split("__");
        return s_foreign.Contains(variable)
            || Enumerable.Range(1, parts.Length - 1).Any(length =>
                s_sections[string.Join(':', parts[..length])].Any(options => Has(options, parts[length..])));
    }

    private static bool Has(Type options, string[] path) =>
        options.GetProperty(path[0]) is { } property && (path.Length == 1 || Has(property.PropertyType, path[1..]));
}
