using NetArchTest.Rules;
using Shouldly;
using Xunit;

namespace Crowdsource.Architecture.Tests;

public sealed class ArrowTests
{
    /// <summary>The attributes on states and commands, and the marks that their package's build leaves in whoever uses them.</summary>
    private static readonly string[] s_serialization = ["Orleans.Serialization", "Orleans.Serialization.Abstractions"];

    [Fact]
    public void Every_project_uses_only_what_the_design_allows() => Arrows.Broken(SourceTree.Projects).ShouldBeEmpty();

    [Theory]
    [InlineData("Api", true, "Grains", "Api may not use Grains.")]
    [InlineData("Augmenter", true, "Trainer", "Augmenter may not use Trainer.")]
    [InlineData("Delivery", true, "Hosting", "Delivery may not use Hosting.")]
    [InlineData("Augmenter", true, "Learning", "Augmenter may not use Learning.")]
    [InlineData("Domain", false, "Catalogue", "Domain may not use Catalogue.")]
    [InlineData("Client", false, "Inference", "Client may not use Inference.")]
    public void A_broken_arrow_between_projects_is_found(string from, bool isService, string to, string complaint)
    {
        var broken = SourceTree.Projects.Select(project =>
            project.Name == from && project.IsService == isService ? project with { Uses = [.. project.Uses, to] } : project);

        Arrows.Broken([.. broken]).ShouldBe([complaint]);
    }

    [Theory]
    [InlineData("Api", "TorchSharp", "Api may not use the package TorchSharp.")]
    [InlineData("Grains", "MassTransit.RabbitMQ", "Grains may not use the package MassTransit.")]
    [InlineData("Api", "Microsoft.Orleans.Server", "Api may not use the package Microsoft.Orleans.Server.")]
    [InlineData("Domain", "Microsoft.EntityFrameworkCore.Relational", "Domain may not use the package Microsoft.EntityFrameworkCore.")]
    public void A_broken_arrow_to_a_package_is_found(string from, string package, string complaint)
    {
        var broken = SourceTree.Projects.Select(project => project.Name == from ? project with { Packages = [.. project.Packages, package] } : project);

        Arrows.Broken([.. broken]).ShouldBe([complaint]);
    }

    [Fact]
    public void The_domain_depends_on_no_framework_but_the_serialization_attributes()
    {
        var assembly = typeof(Domain.Blobs.BlobDigest).Assembly;

        assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .ShouldBeSubsetOf(s_serialization);
    }

    [Fact]
    public void The_protocol_depends_on_no_framework() =>
        typeof(Protocol.ProtocolJson).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .ShouldBeSubsetOf(["Crowdsource.Domain", .. s_serialization]);

    [Fact]
    public void The_bus_is_known_to_consumers_and_modules_only()
    {
        foreach (var assembly in new[] { typeof(Augmenter.AugmenterModule).Assembly, typeof(Trainer.TrainerModule).Assembly })
        {
            var others = Types.InAssembly(assembly).That().HaveDependencyOn("MassTransit")
                .And().DoNotHaveNameEndingWith("Consumer").And().DoNotHaveNameEndingWith("ConsumerDefinition").And().DoNotHaveNameEndingWith("Module")
                .GetTypes();

            others.Select(type => type.FullName).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Torch_is_known_to_learning_only()
    {
        foreach (var type in new[]
        {
            typeof(Api.ApiModule), typeof(Grains.GrainsModule), typeof(Augmenter.AugmenterModule), typeof(Delivery.DeliveryModule),
            typeof(Client.Submitting.CrowdsourceClient),
        })
        {
            type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name).ShouldNotContain("TorchSharp");
        }
    }

    [Theory]
    [InlineData("Api.Host", false)]
    [InlineData("Augmenter.Host", false)]
    [InlineData("Delivery.Host", false)]
    [InlineData("Trainer.Host", true)]
    public void Torch_is_shipped_with_the_trainer_only(string host, bool isShipped) =>
        SourceTree.Reached(host).SelectMany(project => project.Packages).Contains("TorchSharp").ShouldBe(isShipped);

    [Theory]
    [InlineData("Api.Host", "Trainer", "Delivery")]
    [InlineData("Augmenter.Host", "Api", "Grains", "Trainer", "Delivery")]
    [InlineData("Trainer.Host", "Api", "Grains", "Augmenter", "Delivery")]
    [InlineData("Delivery.Host", "Api", "Grains", "Augmenter", "Trainer", "Vision", "Inference")]
    public void A_host_has_what_it_needs_and_no_more(string host, params string[] others) =>
        SourceTree.Reached(host).Select(project => project.Name).Intersect(others).ShouldBeEmpty();

    [Fact]
    public void Every_class_is_sealed_abstract_or_static()
    {
        var open = new[]
            {
                typeof(Domain.Blobs.BlobDigest), typeof(Api.ApiModule), typeof(Grains.GrainsModule), typeof(Augmenter.AugmenterModule),
                typeof(Trainer.TrainerModule), typeof(Delivery.DeliveryModule), typeof(Client.Submitting.CrowdsourceClient),
            }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.IsClass && type is { IsSealed: false, IsAbstract: false } && type.Namespace?.StartsWith("Crowdsource.", StringComparison.Ordinal) == true)
            .Select(type => type.FullName);

        open.ShouldBeEmpty();
    }
}
