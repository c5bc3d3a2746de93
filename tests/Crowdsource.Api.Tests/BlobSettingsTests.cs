using Crowdsource.Storage;
using Crowdsource.Testing;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Crowdsource.Api.Tests;

public sealed class BlobSettingsTests
{
    [Theory]
    [InlineData("Crowdsource:Blobs:Store", "floppy", "Crowdsource:Blobs:Store must be Directory or S3.")]
    [InlineData("Crowdsource:Blobs:S3:Endpoint", "minio:9000", "Crowdsource:Blobs:S3:Endpoint must be http:// or https://")]
    [InlineData("Crowdsource:Blobs:S3:Endpoint", "http://minio:9000/bucket", "Crowdsource:Blobs:S3:Endpoint must be http:// or https://")]
    [InlineData("Crowdsource:Blobs:S3:Bucket", "Our Photos", "Crowdsource:Blobs:S3:Bucket must have 3 to 63")]
    [InlineData("Crowdsource:Blobs:S3:SecretKey", "", "Crowdsource:Blobs:S3:SecretKey must be given.")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string complaint)
    {
        await using var host = new ApiHost { Settings = [.. S3ApiHost.Settings(HostUnderTest.FreeAddress()), $"--{setting}={value}"] };
        var refusal = await Should.ThrowAsync<OptionsValidationException>(async () => await host.InitializeAsync());
        refusal.Failures.ShouldHaveSingleItem().ShouldContain(complaint);
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_stops_the_start_and_is_named()
    {
        await using var host = new ApiHost { Settings = ["--Crowdsource:Blobs:Bucket=photos"] };
        (await Should.ThrowAsync<InvalidOperationException>(async () => await host.InitializeAsync())).Message.ShouldContain("Bucket");
    }

    [Fact]
    public async Task A_host_whose_store_is_away_does_not_start()
    {
        await using var host = new ApiHost { Settings = S3ApiHost.Settings(HostUnderTest.FreeAddress()) };
        await Should.ThrowAsync<BlobStoreUnavailableException>(async () => await host.InitializeAsync());
    }
}
