using System.Diagnostics;
using k8s;
using k8s.Models;

namespace Crowdsource.Architecture.Tests.Manifests;

/// <summary>What kustomize makes of an overlay in <c>k8s/</c>, read strictly: a field that Kubernetes does not know is an error.</summary>
internal sealed class Rendered
{
    private readonly List<object> _objects;

    private Rendered(string yaml) => _objects = KubernetesYaml.LoadAllFromString(yaml, strict: true);

    public IEnumerable<V1Deployment> Deployments => Of<V1Deployment>();

    public IEnumerable<V1Container> Containers =>
        [.. Deployments.SelectMany(deployment => deployment.Spec.Template.Spec.Containers), .. Of<V1Job>().SelectMany(job => job.Spec.Template.Spec.Containers)];

    public IEnumerable<V1PodSpec> Pods =>
        [.. Deployments.Select(deployment => deployment.Spec.Template.Spec), .. Of<V1Job>().Select(job => job.Spec.Template.Spec)];

    public V1ConfigMap Settings => Of<V1ConfigMap>().Single();

    public static Rendered Overlay(string name)
    {
        using var kubectl = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(SourceTree.Root, "k8s", "overlays", name)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var warnings = kubectl.StandardError.ReadToEndAsync();
        var yaml = kubectl.StandardOutput.ReadToEnd();
        kubectl.WaitForExit();
        return kubectl.ExitCode == 0 ? new Rendered(yaml) : throw new InvalidOperationException(warnings.GetAwaiter().GetResult());
    }

    public IEnumerable<T> Of<T>() => _objects.OfType<T>();
}
