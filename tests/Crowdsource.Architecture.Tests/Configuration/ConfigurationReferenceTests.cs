using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Crowdsource.Hosting;
using Crowdsource.Hosting.Settings;
using Crowdsource.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Crowdsource.Architecture.Tests.Configuration;

/// <summary>The settings, out of the classes that they are bound to.</summary>
public sealed partial class ConfigurationReferenceTests
{
    private static readonly List<Type> s_options = [.. new[] { "Hosting", "Api", "Augmenter", "Trainer", "Delivery", "Inference", "Vision" }
        .SelectMany(name => Assembly.Load($"Crowdsource.{name}").GetTypes())
        .Where(type => OptionsSettings.SectionOf(type) is not null)
        .OrderBy(type => OptionsSettings.SectionOf(type), StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal)];

    [Fact]
    public void The_reference_is_made_from_the_options()
    {
        var text = new StringBuilder("""
            # Settings

            Made from the code (`UPDATE_GOLDEN=1` and the tests of the architecture write it). As environment variables, `:` is `__`:
            `Crowdsource__Trainer__Attempts=2`. What .NET, ASP.NET Core and Serilog read beside these is theirs to tell.

            """);
        foreach (var section in s_options.GroupBy(options => OptionsSettings.SectionOf(options)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n");
            foreach (var options in section)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Sectioned().Replace(Summary($"T:{options.FullName}", options), "")}\n\n");
            }

            text.Append("| setting | default | allowed | |\n| --- | --- | --- | --- |\n");
            foreach (var setting in section.SelectMany(OptionsSettings.Of))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| `{setting.Key}` | {Default(setting)} | {setting.Allowed} | {Summary($"P:{setting.Property.DeclaringType!.FullName}.{setting.Property.Name}", setting.Property.DeclaringType)} |\n");
            }
        }

        Golden.Matches("docs/configuration.md", text.ToString());
    }

    [Fact]
    public void The_check_knows_every_setting() =>
        SettingsCheck.Known.ShouldBe(
            s_options.SelectMany(OptionsSettings.Of).Select(setting => setting.Key.Split(':')[1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Crowdsource:Blob:Store", "S3", "Crowdsource:Blob is no setting. There are: Augmenter, Blobs,")]
    [InlineData("Crowdsource:Logs:Colour", "red", "Crowdsource:Logs:Colour is no setting. There are: Format.")]
    [InlineData("Crowdsource:Logs:Format", "Xml", "Crowdsource:Logs:Format must be Text, Json; it is 'Xml'.")]
    [InlineData("Crowdsource:WorkAttempts", "many", "Crowdsource:WorkAttempts must be a whole number from 1 to 100; it is 'many'.")]
    [InlineData("Crowdsource:WorkAttempts", "0", "Crowdsource:WorkAttempts must be a whole number from 1 to 100; it is '0'.")]
    [InlineData("Crowdsource:Telemetry:TraceShare", "1.5", "Crowdsource:Telemetry:TraceShare must be a number from 0 to 1; it is '1.5'.")]
    [InlineData("Crowdsource:Telemetry:Otlp:Port", "1", "Crowdsource:Telemetry:Otlp:Port is no setting. There are: Otlp:Endpoint, Otlp:Protocol, TraceShare.")]
    public void What_is_no_setting_or_not_its_value_is_named(string key, string value, string complaint)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddCrowdsourceReader();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [key] = value,
            // What hosts beside this one read.
            ["Crowdsource:Trainer:Attempts"] = "2",
            ["Crowdsource:WeightsFile"] = "none",
            ["Crowdsource:Telemetry:Otlp:Endpoint"] = "",
        });

        SettingsCheck.Complaints(builder.Configuration, builder.Services).ShouldHaveSingleItem().ShouldStartWith(complaint);
    }

    private static string Default(Setting setting) => setting switch
    {
        { Property.Name: "Parallelism" or "Children" } => "one per core",
        { Property.Name: "ChildPath" } => "beside the host",
        { Default: null or "" } or { IsList: true } => "",
        { Default: bool value } => value ? "true" : "false",
        _ => $"`{Convert.ToString(setting.Default, CultureInfo.InvariantCulture)}`",
    };

    private static string Summary(string member, Type type)
    {
        var docs = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var summary = docs.Descendants("member").FirstOrDefault(element => element.Attribute("name")!.Value == member)?.Element("summary");
        return summary is null ? "" : Blanks().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement element => $"`{element.Value}`",
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>The heading says it.</summary>
    [GeneratedRegex(@" ?(Configuration section|Bound to the section) `[^`]*`\.")]
    private static partial Regex Sectioned();
}
