using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Crowdsource.Contracts.Telemetry;
using Shouldly;
using Xunit;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Crowdsource.Architecture.Tests.Manifests;

/// <summary>What <c>infra/alerts.yaml</c> asks for against what hosts measure.</summary>
public sealed partial class AlertTests
{
    private static readonly string[] s_attributes = [.. new[] { Measures.Kind, Measures.Outcome, Measures.Verdict }.Select(Underscored)];

    private static readonly List<Instrument> s_measured =
        [.. typeof(Measures).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)).OfType<Instrument>()];

    private static readonly List<Rule> s_rules = Read();

    [Fact]
    public void Rules_name_only_what_is_measured()
    {
        var series = s_measured.SelectMany(Series).ToHashSet();

        foreach (var rule in s_rules)
        {
            var named = Names().Matches(rule.Expr).Select(match => match.Value).Except(s_attributes).ToList();
            named.ShouldNotBeEmpty(rule.Alert);
            named.ShouldBeSubsetOf(series, rule.Alert);
        }
    }

    [Fact]
    public void Each_rule_has_a_paragraph_that_says_what_to_do()
    {
        var paragraphs = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "operations.md"));

        s_rules.Where(rule => !paragraphs.Contains($"\n**{rule.Alert}**: ", StringComparison.Ordinal)).Select(rule => rule.Alert).ShouldBeEmpty();
        s_rules.ShouldAllBe(rule => rule.Annotations.ContainsKey("summary") && rule.Labels.ContainsKey("severity"));
        s_rules.Select(rule => rule.Alert).ShouldBeUnique();
    }

    [Fact]
    public void What_is_measured_has_a_unit_and_says_what_it_is() =>
        s_measured.Where(measure => !measure.Name.StartsWith("crowdsource.", StringComparison.Ordinal)
            || string.IsNullOrEmpty(measure.Description)
            || !Units().IsMatch(measure.Unit ?? "")).Select(measure => measure.Name).ShouldBeEmpty();

    /// <summary>The names that Prometheus gives it: unit and kind become part of the name.</summary>
    private static IEnumerable<string> Series(Instrument measure)
    {
        var name = Underscored(measure.Name) + measure.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        var kind = measure.GetType().GetGenericTypeDefinition();
        return kind == typeof(Counter<>) ? [$"{name}_total"]
            : kind == typeof(Histogram<>) ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"]
            : [name];
    }

    private static string Underscored(string name) => name.Replace('.', '_');

    /// <summary>A key that is no rule's stops the reading.</summary>
    private static List<Rule> Read() => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<RuleFile>(File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "alerts.yaml"))).Groups.SelectMany(group => group.Rules).ToList();

    [GeneratedRegex(@"crowdsource_\w+")]
    private static partial Regex Names();

    [GeneratedRegex(@"^(s|By|\{[a-z]+\})$")]
    private static partial Regex Units();

    internal sealed class RuleFile
    {
        public List<RuleGroup> Groups { get; set; } = [];
    }

    internal sealed class RuleGroup
    {
        public string Name { get; set; } = "";

        public List<Rule> Rules { get; set; } = [];
    }

    internal sealed class Rule
    {
        public string Alert { get; set; } = "";

        public string Expr { get; set; } = "";

        public string For { get; set; } = "";

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
