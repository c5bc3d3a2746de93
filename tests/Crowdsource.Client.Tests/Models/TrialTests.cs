using Crowdsource.Client.Models;
using Crowdsource.Delivery.Tests;
using Crowdsource.Domain.Releases;

namespace Crowdsource.Client.Tests.Models;

public sealed class TrialTests
{
    [Fact]
    public async Task Only_devices_below_the_share_try_a_version_and_it_reaches_the_others_as_the_share_grows()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        var place = await Place(phone, version: 2);

        await server.Release(ColourModel.Build(2, sharpness: 9), share: place);
        (await phone.Update()).ShouldBe(new UpdateOutcome.UpToDate(1));
        await server.Share(2, place + 1);
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>().Version.ShouldBe(2);
        await server.Share(2, Cohort.Places);
        (await phone.Update()).ShouldBe(new UpdateOutcome.UpToDate(2));
    }

    [Fact]
    public async Task A_trial_that_is_withdrawn_leaves_its_devices_with_what_all_get()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        await server.Release(ColourModel.Build(2, sharpness: 9), share: await Place(phone, version: 2) + 1);
        await phone.Update();
        phone.Updater.ActiveVersion.ShouldBe(2);

        await server.Withdraw(2);

        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>().DownloadedBytes.ShouldBe(0, "the last good bundle is still here");
        phone.Updater.ActiveVersion.ShouldBe(1);
    }

    [Fact]
    public async Task A_device_that_refused_what_it_was_to_try_gets_what_all_get()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await server.Release(ColourModel.BuildWithWrongModel(2), share: await Place(phone, version: 2) + 1);
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Refused>().Version.ShouldBe(2);
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>().Version.ShouldBe(1);
        (await phone.Says(ColourModel.Plain(250, 20, 20))).ShouldBe("Red");
    }

    /// <summary>Gives the phone a device id, and says where it stands for a version.</summary>
    private static async Task<int> Place(Phone phone, int version)
    {
        var salt = $"{ColourModel.Campaign}/{ChannelId.Stable}/{version}";
        var device = Guid.Parse("0197f6a0-0000-7000-8000-000000000001");
        Directory.CreateDirectory(phone.Folder);
        await File.WriteAllTextAsync(Path.Combine(phone.Folder, "device"), device.ToString(), TestContext.Current.CancellationToken);
        return Cohort.Place(device, salt);
    }
}
