using System.Runtime.CompilerServices;
using Xunit;

namespace Crowdsource.Testing;

/// <summary>The photos, hostile files and weights that may lie beside the repository in <c>shared/</c>; a public clone has none.</summary>
public static class SharedFiles
{
    /// <summary>The folder, or null; the environment variable CROWDSOURCE_SHARED names another.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("CROWDSOURCE_SHARED") is { Length: > 0 } named
            ? named
            : Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory) ?? Above(SourceFolder());

    /// <summary>The path of a file or folder that the test cannot do without: the test is skipped, saying so, where it is missing.</summary>
    public static string Require(params string[] parts)
    {
        var path = Folder is null ? null : Path.Combine([Folder, .. parts]);
        if (!Path.Exists(path))
        {
            Assert.Skip($"shared/{string.Join('/', parts)} does not lie beside this repository.");
        }

        return path;
    }

    private static string? Above(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, "shared");
            if (Directory.Exists(Path.Combine(candidate, "photos")))
            {
                return candidate;
            }
        }

        return null;
    }

    private static string? SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path);
}
