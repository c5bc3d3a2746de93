using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Locations;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Domain.Work;
using Microsoft.EntityFrameworkCore;
using Orleans.Storage;

namespace Crowdsource.Grains;

internal sealed class VolunteerGrain(ICatalogue catalogue, TimeProvider clock) : CatalogueGrain<VolunteerState>, IVolunteerGrain
{
    public async Task<VolunteerState?> Register(string pseudonym, bool showOnLeaderboard, string tokenHash)
    {
        var key = VolunteerState.PseudonymKey(pseudonym);
        if (Current is not null
            || await catalogue.Read(
                (db, token) => db.Set<VolunteerState>().AnyAsync(volunteer => EF.Property<string>(volunteer, nameof(VolunteerState.PseudonymKey)) == key, token),
                CancellationToken.None))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var id = new VolunteerId(this.GetPrimaryKey());
        var registration = new Commit<VolunteerState>(new VolunteerState
        {
            Id = id,
            Contributor = new ContributorKey(Guid.NewGuid()),
            Pseudonym = pseudonym,
            ShowOnLeaderboard = showOnLeaderboard,
            RegisteredAt = now,
        })
        {
            Inserts =
            [
                new TokenState
                {
                    Id = Guid.NewGuid(),
                    Hash = tokenHash,
                    Scope = TokenScope.Volunteer,
                    Volunteer = id,
                    Name = pseudonym,
                    CreatedAt = now,
                },
            ],
        };
        try
        {
            await Commit(registration);
            return Current;
        }
        catch (InconsistentStateException)
        {
            // Somebody else took the pseudonym at the same moment.
            return null;
        }
    }

    public async Task<VolunteerState?> Update(UpdateVolunteer command)
    {
        if (Current is { ErasedAt: null })
        {
            var next = Current with
            {
                ShowOnLeaderboard = command.ShowOnLeaderboard ?? Current.ShowOnLeaderboard,
                TimeZone = command.TimeZone ?? Current.TimeZone,
                WeeklyGoal = command.WeeklyGoal ?? Current.WeeklyGoal,
            };
            if (next != Current)
            {
                await Commit(new Commit<VolunteerState>(next));
            }
        }

        return Current;
    }

    public async Task<ConsentOutcome> Consent(CampaignId campaign, int version, bool newsletter, bool location = false)
    {
        if (Current is not { ErasedAt: null } || (await catalogue.Load<CampaignState>(campaign, CancellationToken.None))?.State is not { } wanted)
        {
            return ConsentOutcome.NotFound;
        }

        if (wanted.Consent.Version != version)
        {
            return ConsentOutcome.OtherVersion;
        }

        location &= wanted.AsksLocation;
        var given = Current.ConsentTo(campaign);
        if (given?.Version == version && given.Newsletter == newsletter && given.Location == location)
        {
            return ConsentOutcome.Given;
        }

        var now = clock.GetUtcNow();
        var consent = new GivenConsent(campaign, version, newsletter, now, location);
        var contributor = Current.Contributor;
        await Commit(new Commit<VolunteerState>(Current with
        {
            Consents = [.. Current.Consents.Where(other => other.Campaign != campaign), consent],
        })
        {
            Inserts =
            [
                new ConsentEntry
                {
                    Contributor = contributor,
                    Campaign = campaign,
                    Version = version,
                    Newsletter = newsletter,
                    At = now,
                    Location = location,
                },
            ],
            Also = location ? null : (db, token) => db.Set<PhotoLocation>()
                .Where(row => row.Contributor == contributor && row.Campaign == campaign).ExecuteDeleteAsync(token),
        });
        return ConsentOutcome.Given;
    }

    public async Task<VolunteerState?> SetHomeZone(HomeZone? zone)
    {
        if (Current is { ErasedAt: null, Contributor: var contributor } && Current.HomeZone != zone)
        {
            await Commit(new Commit<VolunteerState>(Current with { HomeZone = zone })
            {
                Also = async (db, token) =>
                {
                    foreach (var row in await db.Set<PhotoLocation>().Where(row => row.Contributor == contributor && !row.Blurred).ToListAsync(token))
                    {
                        db.Entry(row).CurrentValues.SetValues(LocationRules.Blur(row, zone));
                    }
                },
            });
        }

        return Current;
    }

    public async Task<VolunteerState?> Erase()
    {
        if (Current is { ErasedAt: null })
        {
            var now = clock.GetUtcNow();
            var (id, contributor) = (Current.Id, Current.Contributor);
            await Commit(new Commit<VolunteerState>(VolunteerRules.Erase(Current, new ContributorKey(Guid.NewGuid()), now))
            {
                Owes = [Owed.Now(WorkKind.EraseVolunteer, id.ToString(), now)],
                Also = async (db, token) =>
                {
                    await db.Set<TokenState>().Where(row => row.Volunteer == id).ExecuteDeleteAsync(token);
                    await db.Set<PhotoLocation>().Where(row => row.Contributor == contributor).ExecuteDeleteAsync(token);
                },
            });
        }

        return Current;
    }

    public Task LiftQuota() =>
        Current is null or { Unlimited: true } ? Task.CompletedTask : Commit(new Commit<VolunteerState>(Current with { Unlimited = true }));

    public Task<VolunteerState?> Get() => Task.FromResult(Current);
}
