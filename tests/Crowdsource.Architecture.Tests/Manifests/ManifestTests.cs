using Crowdsource.Hosting.Cluster;
using k8s;
using k8s.Models;
using Shouldly;
using Xunit;

namespace Crowdsource.Architecture.Tests.Manifests;

/// <summary>What <c>k8s/</c> says against what the hosts are.</summary>
public sealed class ManifestTests
{
    private static readonly string[] s_probes = ["/health/live", "/health/ready"];
    private static readonly string[] s_all = ["ALL"];

    public static TheoryData<string> Overlays => ["dev", "production"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_host_has_its_deployment_and_nothing_else_has_one(string overlay) =>
        Rendered.Overlay(overlay).Deployments.Select(deployment => deployment.Name()).ShouldBe(
            SourceTree.Projects.Where(project => project.Name.EndsWith(".Host", StringComparison.Ordinal)).Select(project => project.Name.Split('.')[0].ToLowerInvariant()),
            ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_variable_is_a_setting(string overlay)
    {
        var rendered = Rendered.Overlay(overlay);

        rendered.Settings.Data.Keys.Concat(rendered.Containers.SelectMany(container => container.Env ?? []).Select(variable => variable.Name))
            .Where(variable => !Settings.Knows(variable)).ShouldBeEmpty();
        Settings.Knows("Crowdsource__Blobs__S3__Endpoint").ShouldBeTrue();
        Settings.Knows("Crowdsource__Blobs__S3__EndPoints").ShouldBeFalse();
        Settings.Knows("Crowdsource__Blob__Store").ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_secret_is_in_the_example(string overlay)
    {
        var example = KubernetesYaml.LoadAllFromString(
            File.ReadAllText(Path.Combine(SourceTree.Root, "k8s", "base", "secret.example.yaml")), strict: true).OfType<V1Secret>().Single();

        var asked = Rendered.Overlay(overlay).Containers.SelectMany(container => container.Env ?? []).Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().ToList();

        asked.ShouldAllBe(secret => secret.Name == example.Name());
        asked.Select(secret => secret.Key).Distinct().ShouldBe(example.StringData.Keys, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Ports_and_probes_are_those_that_hosts_serve(string overlay)
    {
        var rendered = Rendered.Overlay(overlay);
        var silo = new SiloOptions();
        var served = new Dictionary<string, int>
        {
            ["http"] = int.Parse(rendered.Settings.Data["ASPNETCORE_HTTP_PORTS"]),
            ["silo"] = silo.SiloPort,
            ["gateway"] = silo.GatewayPort,
        };

        foreach (var host in rendered.Deployments)
        {
            var container = host.Spec.Template.Spec.Containers.ShouldHaveSingleItem();
            container.Ports.ShouldAllBe(port => served[port.Name] == port.ContainerPort);
            container.Ports.Select(port => port.Name).ShouldBe(host.Name() == "api" ? served.Keys : ["http"]);
            V1Probe[] probes = [container.StartupProbe, container.LivenessProbe, container.ReadinessProbe];
            probes.ShouldAllBe(probe => s_probes.Contains(probe.HttpGet.Path) && probe.HttpGet.Port.Value == "http");
            container.ReadinessProbe.HttpGet.Path.ShouldBe("/health/ready");
        }

        rendered.Of<V1NetworkPolicy>().SelectMany(policy => policy.Spec.Ingress ?? []).SelectMany(rule => rule.Ports ?? [])
            .ShouldAllBe(port => served.ContainsKey(port.Port.Value));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Requests_reach_services_that_lead_to_hosts(string overlay)
    {
        var rendered = Rendered.Overlay(overlay);
        var services = rendered.Of<V1Service>().ToDictionary(service => service.Name());

        foreach (var path in rendered.Of<V1Ingress>().Single().Spec.Rules.SelectMany(rule => rule.Http.Paths))
        {
            services[path.Backend.Service.Name].Spec.Ports.ShouldContain(port => port.Name == path.Backend.Service.Port.Name);
        }

        services.Values.ShouldAllBe(service => rendered.Deployments.Count(host => Selects(service.Spec.Selector, host)) == 1);
        rendered.Of<V1PodDisruptionBudget>().Select(budget => rendered.Deployments.Single(host => Selects(budget.Spec.Selector.MatchLabels, host)).Name())
            .ShouldBe(rendered.Deployments.Select(host => host.Name()), ignoreOrder: true);
        rendered.Of<V2HorizontalPodAutoscaler>().Select(scaler => scaler.Spec.ScaleTargetRef.Name)
            .ShouldBeSubsetOf(rendered.Deployments.Where(host => host.Spec.Replicas is null).Select(host => host.Name()));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void No_host_has_rights_that_it_does_not_need(string overlay)
    {
        var rendered = Rendered.Overlay(overlay);

        rendered.Pods.ShouldAllBe(pod => pod.SecurityContext.RunAsNonRoot == true && pod.AutomountServiceAccountToken == false);
        rendered.Containers.ShouldAllBe(container => container.SecurityContext.ReadOnlyRootFilesystem == true
            && container.SecurityContext.AllowPrivilegeEscalation == false
            && container.SecurityContext.Capabilities.Drop.SequenceEqual(s_all));
        rendered.Containers.ShouldAllBe(container => container.Resources.Limits.ContainsKey("memory") && container.Resources.Requests.ContainsKey("cpu"));
    }

    private static bool Selects(IDictionary<string, string> labels, V1Deployment host) =>
        labels.All(label => host.Spec.Template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
