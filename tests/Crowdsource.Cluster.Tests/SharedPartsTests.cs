using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Cluster.Tests;

public sealed class SharedPartsTests
{
    [Theory]
    [InlineData("Crowdsource.Api.Host", "Catalogue:Database", "Blobs:Store", "Bus:Transport", "Cluster:Membership")]
    [InlineData("Crowdsource.Augmenter.Host", "Catalogue:Database", "Blobs:Store", "Bus:Transport", "Cluster:Membership")]
    [InlineData("Crowdsource.Trainer.Host", "Catalogue:Database", "Blobs:Store", "Bus:Transport", "Cluster:Membership")]
    [InlineData("Crowdsource.Delivery.Host", "Catalogue:Database", "Blobs:Store")]
    public async Task A_host_that_works_with_others_refuses_parts_that_it_has_to_itself(string host, params string[] parts)
    {
        using var folder = new TemporaryFolder();

        var refusal = await Should.ThrowAsync<InvalidOperationException>(async () => await HostUnderTest.Start(
            folder.File("data"), TestContext.Current.CancellationToken, program: HostUnderTest.Built(host)));

        foreach (var part in parts)
        {
            refusal.Message.ShouldContain($"Crowdsource:{part} must be ");
        }

        refusal.Message.ShouldNotContain("   at ");
        Directory.Exists(folder.File("data")).ShouldBeFalse();
    }
}
