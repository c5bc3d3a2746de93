namespace Crowdsource.Architecture.Tests;

/// <summary>Who may use whom (DESIGN, section 3).</summary>
internal static class Arrows
{
    private static readonly string[] s_hosts = ["AllInOne", "Api.Host", "Augmenter.Host", "Trainer.Host", "Delivery.Host"];

    private static readonly Dictionary<string, string[]> s_shared = new()
    {
        ["Domain"] = [],
        ["Protocol"] = ["Domain"],
        ["Contracts"] = ["Domain"],
        ["Catalogue"] = ["Domain"],
        ["Storage"] = ["Domain"],
        ["Vision"] = ["Domain"],
        ["Formats"] = ["Domain"],
        ["Updates"] = ["Domain"],
        ["Storage.S3"] = ["Storage"],
        ["Catalogue.Sqlite"] = ["Catalogue"],
        ["Catalogue.PostgreSql"] = ["Catalogue"],
        ["Catalogue.Orleans"] = ["Catalogue"],
        ["Inference"] = ["Formats"],
        ["Learning"] = ["Formats"],
        ["Client"] = ["Protocol", "Updates"],
        ["Hosting"] = ["Contracts", "Catalogue", "Catalogue.Sqlite", "Catalogue.PostgreSql", "Catalogue.Orleans", "Storage", "Storage.S3"],
    };

    private static readonly Dictionary<string, string[]> s_packages = new()
    {
        ["TorchSharp"] = ["Learning"],
        ["libtorch"] = ["Learning"],
        ["MassTransit"] = ["Hosting", "Augmenter", "Trainer"],
        ["Microsoft.Orleans.Server"] = ["Catalogue.Orleans", "Grains", "Hosting"],
        ["Microsoft.Orleans.Sdk"] = ["Contracts"],
        ["Microsoft.Orleans.Dashboard"] = ["Api", "Hosting"],
        ["Microsoft.Orleans.Runtime"] = [],
        ["Microsoft.EntityFrameworkCore"] = ["Catalogue", "Catalogue.Sqlite"],
        ["Npgsql"] = ["Catalogue.PostgreSql"],
        ["NetVips"] = ["Vision"],
        ["Microsoft.ML.OnnxRuntime"] = ["Inference", "Client"],
        ["Minio"] = ["Storage.S3"],
    };

    /// <summary>Every arrow that should not be there, as a sentence.</summary>
    public static IEnumerable<string> Broken(IReadOnlyList<Project> projects)
    {
        var services = projects.Where(project => project.IsService).Select(project => project.Name).ToHashSet();
        foreach (var project in projects)
        {
            foreach (var used in project.Uses.Where(used => !MayUse(project, used, services)))
            {
                yield return $"{project.Name} may not use {used}.";
            }

            foreach (var (package, users) in s_packages)
            {
                if (project.Packages.Any(name => name == package || name.StartsWith(package + ".", StringComparison.Ordinal) || name.StartsWith(package + "-", StringComparison.Ordinal))
                    && !users.Contains(project.Name))
                {
                    yield return $"{project.Name} may not use the package {package}.";
                }
            }
        }
    }

    private static bool MayUse(Project project, string used, HashSet<string> services) =>
        !project.IsService ? s_shared.GetValueOrDefault(project.Name, []).Contains(used)
        : s_hosts.Contains(project.Name) ? services.Contains(used) || used is "Hosting"
        : !services.Contains(used) && used != "Hosting" && (used != "Learning" || project.Name == "Trainer");
}
