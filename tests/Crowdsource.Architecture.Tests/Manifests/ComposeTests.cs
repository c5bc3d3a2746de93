using Shouldly;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Crowdsource.Architecture.Tests.Manifests;

public sealed class ComposeTests
{
    private static readonly Dictionary<string, Service> s_services = Read();

    [Fact]
    public void Every_variable_of_our_hosts_is_a_setting() =>
        s_services.Values.Where(IsOurs).SelectMany(service => service.Environment.Keys).Distinct().Where(variable => !Settings.Knows(variable)).ShouldBeEmpty();

    [Fact]
    public void Every_host_is_there_and_starts_when_the_schema_is_made()
    {
        var hosts = SourceTree.Projects.Where(project => project.Name.EndsWith(".Host", StringComparison.Ordinal)).Select(project => project.Name.Split('.')[0].ToLowerInvariant()).ToList();

        s_services.Where(service => IsOurs(service.Value)).Select(service => service.Key).ShouldBe([.. hosts, "migrate"], ignoreOrder: true);
        hosts.ShouldAllBe(host => s_services[host].Image == $"crowdsource/{host}" && s_services[host].DependsOn.ContainsKey("migrate"));
    }

    private static bool IsOurs(Service service) => service.Image.StartsWith("crowdsource/", StringComparison.Ordinal);

    private static Dictionary<string, Service> Read()
    {
        using var file = File.OpenText(Path.Combine(SourceTree.Root, "infra", "compose.yaml"));
        // Anchors stand in parts that are otherwise of no interest: the whole is read first.
        var whole = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(file)));
        return new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<Compose>(new SerializerBuilder().DisableAliases().Build().Serialize(whole)).Services;
    }

    internal sealed class Compose
    {
        [YamlMember(Alias = "services")]
        public Dictionary<string, Service> Services { get; set; } = [];
    }

    internal sealed class Service
    {
        [YamlMember(Alias = "image")]
        public string Image { get; set; } = "";

        [YamlMember(Alias = "environment")]
        public Dictionary<string, string> Environment { get; set; } = [];

        /// <summary>Service and condition; a list where there are none.</summary>
        [YamlMember(Alias = "depends_on")]
        public object? WaitsFor { get; set; }

        public Dictionary<object, object> DependsOn => WaitsFor as Dictionary<object, object> ?? [];
    }
}
