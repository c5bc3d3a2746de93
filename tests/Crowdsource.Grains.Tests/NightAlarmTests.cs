using Crowdsource.Catalogue;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crowdsource.Grains.Tests;

public sealed class NightAlarmTests(GrainsHost host)
{
    private static readonly NightSchedule s_schedule = new(new TimeOnly(2, 30), "Europe/Berlin");

    [Fact]
    public async Task A_scheduled_night_opens_once_when_it_is_due_and_again_a_day_later()
    {
        var scene = await Scene.Create(host, s_schedule);
        var due = (await scene.Campaign.Get())!.NextNightAt.ShouldNotBeNull();
        (await scene.Campaign.OpenNight(scheduled: true, seed: null)).ShouldBeNull();

        host.Clock.MoveTo(due);
        var alarmTime = new FakeTimeProvider(due);
        await using var alarm = await Alarm.Start(host, alarmTime);
        await host.Signal.WhenOwed(WorkKind.RunNight, $"{scene.Id}/1");

        (await scene.Campaign.OpenNight(scheduled: true, seed: null)).ShouldBeNull();
        var first = (await scene.Night(1).Get()).ShouldNotBeNull();
        first.ScheduledFor.ShouldBe(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(due, s_schedule.TimeZone).DateTime));
        var next = (await scene.Campaign.Get())!.NextNightAt.ShouldNotBeNull();
        next.ShouldBe(s_schedule.NextAfter(due));

        var ticket = await host.Claim(WorkKind.RunNight, $"{scene.Id}/1");
        await scene.Night(1).Begin(ticket);
        await scene.Night(1).Conclude(ticket, Scene.Skipped);
        host.Clock.MoveTo(next);
        alarmTime.SetUtcNow(next);
        await host.Signal.WhenOwed(WorkKind.RunNight, $"{scene.Id}/2");
        (await scene.Night(2).Get()).ShouldNotBeNull().ScheduledFor.ShouldBe(first.ScheduledFor!.Value.AddDays(1));
    }

    [Fact]
    public async Task A_night_that_is_still_open_is_not_doubled_by_the_next_alarm()
    {
        var scene = await Scene.Create(host, s_schedule);
        var due = (await scene.Campaign.Get())!.NextNightAt.ShouldNotBeNull();
        var byHand = (await scene.Campaign.OpenNight(scheduled: false, seed: null)).ShouldNotBeNull();
        byHand.ScheduledFor.ShouldBeNull();

        host.Clock.MoveTo(due);
        (await scene.Campaign.OpenNight(scheduled: true, seed: null)).ShouldNotBeNull().Id.ShouldBe(byHand.Id);

        (await scene.Campaign.Get())!.NextNightAt.ShouldNotBeNull().ShouldBeGreaterThan(due);
        var id = scene.Id;
        (await scene.Rows<NightState>(night => night.Campaign == id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_campaign_whose_night_cannot_be_opened_does_not_keep_the_others_closed()
    {
        var broken = new CampaignId(host.Fresh("broken"));
        var scene = await Scene.Create(host, s_schedule);
        var state = (await scene.Campaign.Get()).ShouldNotBeNull();
        var due = state.NextNightAt!.Value;
        // A time zone that this machine no longer knows; due earlier, so looked at first.
        var lost = state with { Id = broken, Schedule = s_schedule with { TimeZone = "Moon/Crater" }, NextNightAt = due.AddDays(-300) };
        await host.Catalogue.Commit(new Commit<CampaignState>(lost), RowVersion.None, CancellationToken.None);
        await Should.ThrowAsync<TimeZoneNotFoundException>(
            () => host.Grains.GetGrain<ICampaignGrain>(broken.Value).OpenNight(scheduled: true, seed: null));

        host.Clock.MoveTo(due);
        await using var alarm = await Alarm.Start(host, new FakeTimeProvider(due));
        await host.Signal.WhenOwed(WorkKind.RunNight, $"{scene.Id}/1");
    }

    /// <summary>The alarm as a silo's host runs it, with a clock of its own.</summary>
    private sealed class Alarm(ServiceProvider services) : IAsyncDisposable
    {
        public static async Task<Alarm> Start(GrainsHost host, TimeProvider clock)
        {
            var services = new ServiceCollection()
                .AddLogging()
                .AddSingleton(host.Catalogue)
                .AddSingleton(host.Grains)
                .AddSingleton(clock)
                .AddCrowdsourceGrains()
                .BuildServiceProvider();
            foreach (var service in services.GetServices<IHostedService>())
            {
                await service.StartAsync(CancellationToken.None);
            }

            return new Alarm(services);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var service in services.GetServices<IHostedService>())
            {
                await service.StopAsync(CancellationToken.None);
            }

            await services.DisposeAsync();
        }
    }
}
