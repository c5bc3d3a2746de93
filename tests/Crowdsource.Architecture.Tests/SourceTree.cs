using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Crowdsource.Architecture.Tests;

/// <summary>The projects as they are checked in.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Project> Projects { get; } =
        [.. new[] { "shared", "services" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)).Select(Read)];

    /// <summary>A project with all that it uses, directly or not.</summary>
    public static IReadOnlySet<Project> Reached(string name)
    {
        var byName = Projects.ToDictionary(project => project.Name);
        var reached = new HashSet<Project>();
        var open = new Stack<string>([name]);
        while (open.TryPop(out var next))
        {
            if (reached.Add(byName[next]))
            {
                byName[next].Uses.ToList().ForEach(open.Push);
            }
        }

        return reached;
    }

    private static Project Read(string path)
    {
        var xml = XDocument.Load(path);
        return new Project(
            Path.GetFileNameWithoutExtension(path)["Crowdsource.".Length..],
            Path.GetRelativePath(Root, path).StartsWith("services/", StringComparison.Ordinal),
            [.. References(xml, "ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference)["Crowdsource.".Length..])],
            [.. References(xml, "PackageReference")]);
    }

    private static IEnumerable<string> References(XDocument xml, string kind) =>
        xml.Descendants(kind).Select(element => element.Attribute("Include")!.Value);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "Crowdsource.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Crowdsource.sln is in no folder above this file.");
        }

        return folder.FullName;
    }
}
