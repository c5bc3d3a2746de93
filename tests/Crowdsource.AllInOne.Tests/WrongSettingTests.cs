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

    [Fact]
    public async Task Settings_that_do_not_fit_together_stop_the_start_in_one_sentence_each()
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string>
        {
            ["Crowdsource__Catalogue__Database"] = "PostgreSql",
            ["Crowdsource__Bus__Transport"] = "Pigeon",
            ["Crowdsource__Blobs__Store"] = "S3",
            ["Crowdsource__Blobs__S3__PublicEndpoint"] = "http://photos.example.org",
        };

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            async () => await HostUnderTest.Start(folder.File("data"), TestContext.Current.CancellationToken, settings));

        refusal.Message.ShouldContain("Crowdsource:Catalogue:ConnectionString must be given.");
        refusal.Message.ShouldContain("Crowdsource:Bus:Transport must be InMemory or RabbitMq.");
        refusal.Message.ShouldContain("Crowdsource:Blobs:S3:PublicEndpoint must be https:// with a host");
        refusal.Message.ShouldNotContain("   at ");
    }
}
