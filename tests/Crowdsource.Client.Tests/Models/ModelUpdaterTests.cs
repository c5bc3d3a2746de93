using System.Net;
using Crowdsource.Client.Models;
using Crowdsource.Delivery.Tests;
using Crowdsource.Domain.Models;
using Crowdsource.Updates.Bundles;

namespace Crowdsource.Client.Tests.Models;

public sealed class ModelUpdaterTests
{
    [Fact]
    public async Task A_released_model_arrives_and_classifies()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        var bundle = ColourModel.Build(1);
        await server.Release(bundle);

        (await phone.Update()).ShouldBe(new UpdateOutcome.Activated(1, Replaced: null, bundle.Bytes, Resumed: 0));

        phone.Updater.ActiveVersion.ShouldBe(1);
        (await phone.Says(ColourModel.Plain(250, 20, 20))).ShouldBe("Red");
        (await phone.Says(ColourModel.Plain(20, 20, 250))).ShouldBe("Blue");
    }

    [Fact]
    public async Task Answers_are_probabilities_and_unsure_ones_abstain()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        using var runner = (await phone.Updater.Open(TestContext.Current.CancellationToken))!;

        var sure = runner.Classify(ColourModel.Plain(250, 20, 20));
        sure.Labels.Sum(label => label.Probability).ShouldBe(1, 1e-5f);
        sure.Labels.Select(label => label.Probability).ShouldBeInOrder(SortDirection.Descending);
        sure.Top.Id.ShouldBe(1);
        sure.Abstains.ShouldBeFalse();
        runner.Classify(ColourModel.Plain(90, 90, 90)).Abstains.ShouldBeTrue();
        runner.ClassifyInput(runner.Preprocessing.Apply(ColourModel.Plain(250, 20, 20))).Top.ShouldBe(sure.Top);
    }

    [Fact]
    public async Task Where_none_of_these_is_the_likeliest_nothing_is_recognised_however_sure()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.BuildWithNoneOfThese(1));
        await phone.Update();
        using var runner = (await phone.Updater.Open(TestContext.Current.CancellationToken))!;

        runner.Labels.Select(label => label.NoneOfThese).ShouldBe([true, false, false]);
        var nothing = runner.Classify(ColourModel.Plain(250, 20, 20));
        nothing.Top.Probability.ShouldBeGreaterThan(0.9f);
        nothing.Abstains.ShouldBeTrue();
        runner.Classify(ColourModel.Plain(20, 20, 250)).Abstains.ShouldBeFalse();
    }

    [Fact]
    public async Task Another_network_can_be_compared_in_the_same_bundle()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        using var runner = (await phone.Updater.Open(TestContext.Current.CancellationToken))!;
        var contrary = ColourModel.BuildWithWrongModel(9).Files.Single(file => file.Path == BundleFormat.ModelFile(ArtifactId.OnnxFp32));

        using var other = runner.WithModel(contrary.Bytes);

        other.Classify(ColourModel.Plain(250, 20, 20)).Top.Name.ShouldNotBe("Red");
    }

    [Fact]
    public async Task An_unchanged_channel_costs_one_304()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        server.Exchanges.Clear();

        (await phone.Update()).ShouldBe(new UpdateOutcome.UpToDate(1));

        server.Exchanges.ShouldHaveSingleItem().Status.ShouldBe((int)HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_cut_download_goes_on_where_it_stopped()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        var bundle = ColourModel.Build(1);
        await server.Release(bundle);
        var cuts = 3;
        phone.Network.CutAfter = request => IsFile(request, bundle, BundleFormat.NoticeFile) && cuts-- > 0 ? 60_000 : null;

        var outcome = await phone.Update();

        outcome.ShouldBe(new UpdateOutcome.Activated(1, Replaced: null, bundle.Bytes, Resumed: 3));
        server.FileExchanges.Select(exchange => exchange.Range).OfType<string>().ShouldBe(["bytes=60000-", "bytes=120000-", "bytes=180000-"]);
    }

    [Fact]
    public async Task A_download_outlives_the_app_and_fetches_nothing_twice()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        var bundle = ColourModel.Build(1);
        await server.Release(bundle);
        var online = true;
        phone.Network.CutAfter = request => IsFile(request, bundle, BundleFormat.NoticeFile) ? 60_000 : null;
        phone.Network.Before = request =>
        {
            if (!online)
            {
                throw new HttpRequestException("There is no network.");
            }

            online = !IsFile(request, bundle, BundleFormat.NoticeFile);
            return null;
        };
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Unreachable>();
        phone.Updater.ActiveVersion.ShouldBeNull();
        var arrived = server.FileExchanges.Select(exchange => exchange.Path).ToList();

        server.Exchanges.Clear();
        phone.Network.CutAfter = _ => null;
        phone.Network.Before = _ => null;
        var outcome = (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>();

        outcome.Resumed.ShouldBe(1);
        var cut = bundle.Files.Single(file => file.Path == BundleFormat.NoticeFile);
        var again = server.FileExchanges.Where(exchange => arrived.Contains(exchange.Path)).ShouldHaveSingleItem();
        again.Path.ShouldEndWith(cut.Digest.Value);
        again.Status.ShouldBe((int)HttpStatusCode.PartialContent);
        again.Bytes.ShouldBe(cut.Bytes.Length - 60_000);
    }

    [Fact]
    public async Task The_next_version_fetches_only_what_changed()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        var first = ColourModel.Build(1);
        var second = ColourModel.Build(2, sharpness: 9);
        await server.Release(first);
        await phone.Update();
        await server.Release(second);

        var outcome = (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>();

        var known = first.Files.Select(file => file.Digest).ToHashSet();
        outcome.Replaced.ShouldBe(1);
        outcome.DownloadedBytes.ShouldBe(second.Files.Where(file => !known.Contains(file.Digest)).Sum(file => (long)file.Bytes.Length));
        outcome.DownloadedBytes.ShouldBeLessThan(second.Bytes / 4);
    }

    [Fact]
    public async Task A_tampered_file_is_refused_and_the_old_model_stays()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        await server.Release(ColourModel.Build(2, sharpness: 9), tampered: BundleFormat.ModelFile(ArtifactId.OnnxFp32));

        var outcome = (await phone.Update()).ShouldBeOfType<UpdateOutcome.Refused>();

        outcome.Code.ShouldBe(InvalidBundleException.Damaged);
        phone.Updater.ActiveVersion.ShouldBe(1);
        (await phone.Says(ColourModel.Plain(250, 20, 20))).ShouldBe("Red");
    }

    [Fact]
    public async Task A_model_that_fails_its_golden_examples_is_refused_and_not_fetched_again()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        await server.Release(ColourModel.BuildWithWrongModel(2));

        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Refused>().Code.ShouldBe(InvalidBundleException.GoldenFailed);
        server.Exchanges.Clear();
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Refused>().Code.ShouldBe(InvalidBundleException.GoldenFailed);

        server.FileExchanges.ShouldBeEmpty();
        phone.Updater.ActiveVersion.ShouldBe(1);
        (await phone.Says(ColourModel.Plain(250, 20, 20))).ShouldBe("Red");
        await server.Release(ColourModel.Build(3, sharpness: 9));
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>().Version.ShouldBe(3);
    }

    [Fact]
    public async Task A_model_that_no_engine_loads_is_refused()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.BuildWithBrokenModel(1));

        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Refused>().Code.ShouldBe(InvalidBundleException.ModelUnusable);
        phone.Updater.ActiveVersion.ShouldBeNull();
        (await phone.Says(ColourModel.Plain(1, 1, 1))).ShouldBeNull();
    }

    [Fact]
    public async Task Dying_between_staging_and_activation_leaves_the_old_model_active()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        var pointer = await File.ReadAllBytesAsync(Path.Combine(phone.Folder, "current"), TestContext.Current.CancellationToken);
        await server.Release(ColourModel.Build(2, sharpness: 9));
        await phone.Update();

        // As if the app had died just before the pointer was replaced: all is there, nothing is active.
        await File.WriteAllBytesAsync(Path.Combine(phone.Folder, "current"), pointer, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(phone.Folder, "current.part"), "{\"dig", TestContext.Current.CancellationToken);

        phone.Updater.ActiveVersion.ShouldBe(1);
        (await phone.Says(ColourModel.Plain(250, 20, 20))).ShouldBe("Red");
        (await phone.Update()).ShouldBe(new UpdateOutcome.Activated(2, Replaced: 1, DownloadedBytes: 0, Resumed: 0));
    }

    [Fact]
    public async Task A_withdrawn_release_goes_back_without_a_download()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        await server.Release(ColourModel.Build(2, sharpness: 9));
        await phone.Update();
        await server.Withdraw(2);

        (await phone.Update()).ShouldBe(new UpdateOutcome.Activated(1, Replaced: 2, DownloadedBytes: 0, Resumed: 0));
    }

    [Fact]
    public async Task A_channel_that_offers_nothing_leaves_the_active_model()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.CreateCampaign();
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.NothingOffered>();
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        await server.Withdraw(1);

        (await phone.Update()).ShouldBeOfType<UpdateOutcome.NothingOffered>();
        phone.Updater.ActiveVersion.ShouldBe(1);
    }

    [Fact]
    public async Task A_bad_model_in_the_field_rolls_back_and_is_not_taken_again()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        await server.Release(ColourModel.Build(2, sharpness: 9));
        await phone.Update();

        (await phone.Updater.RollBack("It crashed twice.", TestContext.Current.CancellationToken)).ShouldBe(1);

        phone.Updater.ActiveVersion.ShouldBe(1);
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Refused>().Code.ShouldBe("rolled-back");
        phone.Updater.ActiveVersion.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_that_was_damaged_on_the_phone_gives_way_and_is_repaired()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        await server.Release(ColourModel.Build(2, sharpness: 9));
        await phone.Update();
        await File.WriteAllTextAsync(Path.Combine(phone.Updater.ActiveFolder!, BundleFormat.ModelFile(ArtifactId.OnnxFp32)), "zeros", TestContext.Current.CancellationToken);

        (await phone.Says(ColourModel.Plain(250, 20, 20))).ShouldBe("Red");
        phone.Updater.ActiveVersion.ShouldBe(1);
        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>().Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_hotel_page_instead_of_the_channel_changes_nothing()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        await phone.Update();
        phone.Network.Before = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Sign in</html>") };

        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Unreachable>();
        phone.Updater.ActiveVersion.ShouldBe(1);
    }

    [Fact]
    public async Task Two_updates_at_once_do_not_meet()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        await server.Release(ColourModel.Build(1));
        UpdateOutcome? second = null;
        phone.Network.Before = _ =>
        {
            second ??= phone.Update().GetAwaiter().GetResult();
            return null;
        };

        (await phone.Update()).ShouldBeOfType<UpdateOutcome.Activated>();
        second.ShouldBeOfType<UpdateOutcome.Busy>();
    }

    [Fact]
    public async Task Only_the_active_and_the_last_good_bundle_are_kept()
    {
        await using var server = await UpdateServer.Start();
        using var phone = new Phone(server);
        for (var version = 1; version <= 4; version++)
        {
            await server.Release(ColourModel.Build(version, sharpness: 7 + version));
            await phone.Update();
        }

        Directory.GetDirectories(Path.Combine(phone.Folder, "bundles")).Length.ShouldBe(2);
        Directory.GetDirectories(Path.Combine(phone.Folder, "staging")).ShouldBeEmpty();
    }

    private static bool IsFile(HttpRequestMessage request, BuiltBundle bundle, string path) =>
        request.RequestUri!.AbsolutePath.EndsWith(bundle.Files.Single(file => file.Path == path).Digest.Value, StringComparison.Ordinal);
}
