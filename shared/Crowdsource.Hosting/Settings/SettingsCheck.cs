using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crowdsource.Hosting.Settings;

/// <summary>Finds what is written in the configuration and is no setting, or cannot be its value, before anything starts.</summary>
public static class SettingsCheck
{
    /// <summary>All that may stand under the root. Hosts are given the same settings, and not each has a use for all.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "Augmenter", "Blobs", "Bus", "Catalogue", "Cluster", "Cors", "DataFolder", "DiskReserveBytes", "DownloadWeights", "Edge", "Logs", "OwnerKeyFile", "Quotas",
        "RateLimits", "Sweep", "Telemetry", "Trainer", "Uploads", "Vision", "WeightsFile", "WorkAttempts",
    ];

    /// <summary>A sentence for each; none when all is well.</summary>
    public static IEnumerable<string> Complaints(IConfiguration configuration, IServiceCollection services)
    {
        foreach (var child in configuration.GetSection(CrowdsourceOptions.Section).GetChildren().Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"{child.Path} is no setting. There are: {string.Join(", ", Known)}.";
        }

        foreach (var options in services.Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConfigureOptions<>))
            .Select(type => type.GenericTypeArguments[0]).Distinct())
        {
            if (OptionsSettings.SectionOf(options) is { } section)
            {
                foreach (var complaint in Complaints(configuration, section, [.. OptionsSettings.Of(options)]))
                {
                    yield return complaint;
                }
            }
        }
    }

    private static IEnumerable<string> Complaints(IConfiguration configuration, string section, IReadOnlyList<Setting> settings)
    {
        foreach (var (key, value) in configuration.GetSection(section).AsEnumerable().Where(entry => entry.Value is not null && entry.Key != section))
        {
            var setting = settings.FirstOrDefault(setting => key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)
                || (setting.IsList && key.StartsWith($"{setting.Key}:", StringComparison.OrdinalIgnoreCase)));
            if (setting?.Takes(value!) == false)
            {
                yield return $"{setting.Key} must be {setting.Allowed}; it is '{value}'.";
            }
            else if (setting is null && section != CrowdsourceOptions.Section)
            {
                yield return $"{key} is no setting. There are: {string.Join(", ", settings.Select(known => known.Key[(section.Length + 1)..]))}.";
            }
        }
    }
}
