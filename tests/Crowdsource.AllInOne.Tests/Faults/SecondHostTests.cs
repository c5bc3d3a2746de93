using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests.Faults;

public sealed class SecondHostTests
{
    [Fact]
    public async Task A_second_host_on_the_same_folder_refuses_to_start_and_says_why()
    {
        using var folder = new TemporaryFolder();
        var cancellation = TestContext.Current.CancellationToken;
        await using var first = await HostUnderTest.Start(folder.Path, cancellation);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(async () => await HostUnderTest.Start(folder.Path, cancellation));

        refusal.Message.ShouldContain("crowdsource cannot start");
        refusal.Message.ShouldContain("is in use by");
    }
}
