using System.Reflection;

namespace Crowdsource.Catalogue;

/// <summary>The numbered scripts that make a database's schema, one step after the other.</summary>
public static class SchemaScripts
{
    /// <summary>Reads the embedded files <c>NNNN_name.sql</c>; a script that was ever released is never edited.</summary>
    public static IReadOnlyList<(int Version, string Sql)> Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return (int.Parse(name[..4]), reader.ReadToEnd());
            })
            .OrderBy(script => script.Item1)];
    }
}
