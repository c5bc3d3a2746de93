using Crowdsource.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.AllInOne.Tests;

public sealed class WrongSettingTests
{
    [Fact]
    public async Task All_wrong_settings_stop_the_start_and_are_named_at_once()
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string>
        {
            ["Crowdsource__Trainer__Atempts"] = "2",
            ["Crowdsource__Augmenter__LeaseSeconds"] = "1",
        };

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            async () => await HostUnderTest.Start(folder.File("data"), TestContext.Current.CancellationToken, settings));

        refusal.Message.ShouldContain("crowdsource cannot start: ");
        refusal.Message.ShouldContain("Crowdsource:Trainer:Atempts is no setting. There are: ");
        refusal.Message.ShouldContain("Crowdsource:Augmenter:LeaseSeconds must be a whole number from 3 to 600; it is '1'.");
        Directory.Exists(folder.File("data")).ShouldBeFalse();
    }
}
