using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;

namespace Crowdsource.Grains;

internal sealed class CampaignGrain(ICatalogue catalogue, IGrainFactory grains, TimeProvider clock)
    : CatalogueGrain<CampaignState>, ICampaignGrain
{
    public async Task<CreateCampaignOutcome> Create(CreateCampaign command)
    {
        if (Current is not null)
        {
            return new CreateCampaignOutcome.Taken();
        }

        var now = clock.GetUtcNow();
        await Commit(new Commit<CampaignState>(new CampaignState
        {
            Id = new CampaignId(this.GetPrimaryKeyString()),
            Name = command.Name,
            Labels =
            [
                .. command.Labels.Select((label, index) =>
                    new Label(new LabelId(index + 1), label.Name, label.Guidance, label.Target, NoneOfThese: label.NoneOfThese)),
            ],
            Consent = new ConsentText(1, command.ConsentText, command.Licence),
            Schedule = command.Schedule,
            NextNightAt = command.Schedule?.NextAfter(now),
            CreatedAt = now,
            AsksLocation = command.AsksLocation,
            Strategy = command.Strategy,
        }));
        return new CreateCampaignOutcome.Created(Current!);
    }

    public async Task<CreateCampaignOutcome> CopyFrom(CampaignId source, string name)
    {
        if (Current is not null)
        {
            return new CreateCampaignOutcome.Taken();
        }

        if ((await catalogue.Load<CampaignState>(source, CancellationToken.None))?.State is not { } original)
        {
            return new CreateCampaignOutcome.NoSource();
        }

        var now = clock.GetUtcNow();
        var copy = original with
        {
            Id = new CampaignId(this.GetPrimaryKeyString()),
            Name = name,
            Schedule = null,
            NextNightAt = null,
            CreatedAt = now,
            CopyOf = source,
            Status = CampaignStatus.Open,
        };
        await Commit(new Commit<CampaignState>(copy) { Also = (db, token) => CampaignCopy.Fill(db, source, copy.Id, now, token) });
        return new CreateCampaignOutcome.Created(copy);
    }

    public async Task<EditCampaignOutcome> Edit(EditCampaign command, long version)
    {
        if (CurrentVersion != version)
        {
            // The caller may have read what another activation wrote.
            await ReadStateAsync();
        }

        if (Current is null)
        {
            return new EditCampaignOutcome.NotFound();
        }

        return CurrentVersion != version ? new EditCampaignOutcome.Outdated()
            : CampaignRules.WhyNot(Current, command)
            ?? await Store(CampaignRules.Edit(Current, command, clock.GetUtcNow()));
    }

    public async Task<EditCampaignOutcome> Change(ChangeLabel change, long version)
    {
        if (CurrentVersion != version)
        {
            await ReadStateAsync();
        }

        return Current is null ? new EditCampaignOutcome.NotFound()
            : CurrentVersion != version ? new EditCampaignOutcome.Outdated()
            : LabelRules.WhyNot(Current, change) ?? await Store(LabelRules.Change(Current, change));
    }

    public async Task<EditCampaignOutcome> Become(CampaignStatus status) =>
        Current is null
            ? new EditCampaignOutcome.NotFound()
            : await Store(CampaignRules.Become(Current, status, clock.GetUtcNow()));

    public Task DecideByConsensus(double? threshold) =>
        Current is null || Current.Consensus == threshold ? Task.CompletedTask
        : Commit(new Commit<CampaignState>(Current with { Consensus = threshold }));

    public Task<CampaignState?> Get() => Task.FromResult(Current);

    public async Task<NightState?> OpenNight(bool scheduled, int? seed)
    {
        var now = clock.GetUtcNow();
        if (Current is null || (scheduled && !(Current.NextNightAt <= now)))
        {
            return null;
        }

        if (Current.LastNight > 0
            && await grains.GetGrain<INightGrain>(new NightId(Current.Id, Current.LastNight).ToString()).Get() is { Ended: false } open)
        {
            if (scheduled)
            {
                await Commit(new Commit<CampaignState>(Current with { NextNightAt = Current.Schedule?.NextAfter(now) }));
            }

            return open;
        }

        var number = Current.LastNight + 1;
        var night = new NightState
        {
            Id = new NightId(Current.Id, number),
            Campaign = Current.Id,
            Number = number,
            ScheduledFor = scheduled ? LocalDate(Current.Schedule!, Current.NextNightAt!.Value) : null,
            Phase = NightPhase.Scheduled,
            OpenedAt = now,
            Seed = seed ?? number,
        };

        // Night, work and number in one transaction: a night that is announced is owed.
        await Commit(new Commit<CampaignState>(Current with
        {
            LastNight = number,
            NextNightAt = scheduled ? Current.Schedule?.NextAfter(now) : Current.NextNightAt,
        })
        {
            Inserts = [night],
            Owes = [Owed.Now(WorkKind.RunNight, night.Id.ToString(), now)],
        });
        return night;
    }

    protected override Audited Audited(CampaignState next) => new($"campaign/{next.Id}", next.Id);

    private async Task<EditCampaignOutcome> Store(CampaignState next)
    {
        if (next != Current)
        {
            await Commit(new Commit<CampaignState>(next));
        }

        return new EditCampaignOutcome.Edited(Current!, CurrentVersion);
    }

    private static DateOnly LocalDate(NightSchedule schedule, DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)).DateTime);
}
