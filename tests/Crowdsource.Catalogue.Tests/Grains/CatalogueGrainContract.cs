using Crowdsource.Catalogue.Orleans;
using Crowdsource.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.TestingHost;
using Shouldly;
using Xunit;

namespace Crowdsource.Catalogue.Tests.Grains;

/// <summary>What grains in front of rows promise on every catalogue.</summary>
public abstract class CatalogueGrainContract(TestDatabase database) : IAsyncLifetime
{
    private static readonly CancellationToken s_now = CancellationToken.None;

    private readonly TestCatalogue _sound = new(Parcels.Model, database: database);
    private FaultyCatalogue _catalogue = null!;
    private InProcessTestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _catalogue = new FaultyCatalogue(_sound);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ICatalogue>(_catalogue);
            silo.Services.AddSingleton(Parcels.Model);
            silo.AddCatalogueGrainStorage();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _sound.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_grain_without_a_row_has_no_state_and_its_first_commit_makes_the_row()
    {
        var grain = Grain(0, "a");
        (await grain.Weight()).ShouldBeNull();
        await grain.Weigh(1);
        await grain.Weigh(2);
        (await grain.Weight()).ShouldBe(2);
        (await Stored("a")).Version.Version.ShouldBe(2);
        (await _catalogue.Read((db, token) => db.Work.CountAsync(token), s_now)).ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_activations_the_second_writer_loses_cleanly_and_starts_anew()
    {
        var one = Grain(0, "a");
        var other = Grain(1, "a");
        await one.Weigh(1);
        (await other.Weight()).ShouldBe(1);
        var loser = await other.Activation();
        loser.ShouldNotBe(await one.Activation());

        await one.Weigh(2);
        await Should.ThrowAsync<InconsistentStateException>(() => other.Weigh(3));

        (await Stored("a")).State.Weight.ShouldBe(2);
        (await other.Weight()).ShouldBe(2);
        (await other.Activation()).ShouldNotBe(loser);
        await other.Weigh(3);
        (await Stored("a")).State.Weight.ShouldBe(3);
    }

    [Fact]
    public async Task Of_two_activations_that_make_the_row_one_wins()
    {
        var one = Grain(0, "a");
        var other = Grain(1, "a");
        (await one.Weight()).ShouldBeNull();
        (await other.Weight()).ShouldBeNull();
        await one.Weigh(1);
        await Should.ThrowAsync<InconsistentStateException>(() => other.Weigh(2));
        (await other.Weight()).ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_failed_is_not_served()
    {
        var grain = Grain(0, "a");
        await grain.Weigh(1);
        _catalogue.Fault = Fault.BeforeWrite;
        await Should.ThrowAsync<Exception>(() => grain.Weigh(2));
        (await grain.Weight()).ShouldBe(1);
        await grain.Weigh(3);
        (await Stored("a")).State.Weight.ShouldBe(3);
    }

    [Fact]
    public async Task A_write_that_succeeded_without_an_answer_is_served()
    {
        var grain = Grain(0, "a");
        await grain.Weigh(1);
        _catalogue.Fault = Fault.AfterWrite;
        await Should.ThrowAsync<Exception>(() => grain.Weigh(2));
        (await grain.Weight()).ShouldBe(2);
        await grain.Weigh(3);
        (await Stored("a")).State.Weight.ShouldBe(3);
    }

    [Fact]
    public async Task A_stale_ticket_is_refused_and_the_grain_goes_on()
    {
        var grain = Grain(0, "a");
        await grain.Weigh(1);
        var dead = (await _sound.Work.Claim("deliver", TimeSpan.FromMinutes(-1), s_now)).ShouldNotBeNull();
        var heir = (await _sound.Work.Claim("deliver", TimeSpan.FromMinutes(1), s_now)).ShouldNotBeNull();
        var activation = await grain.Activation();

        (await grain.TryFinish(2, dead)).ShouldBeFalse();
        (await grain.Weight()).ShouldBe(1);
        (await grain.TryFinish(3, heir)).ShouldBeTrue();
        (await grain.TryFinish(4, heir)).ShouldBeFalse();
        (await grain.Weight()).ShouldBe(3);
        (await grain.Activation()).ShouldBe(activation);
    }

    private IParcelGrain Grain(int silo, string key) =>
        _cluster.Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IParcelGrain>(key);

    private async Task<Row<Parcel>> Stored(string key) => (await _catalogue.Load<Parcel>(new ParcelId(key), s_now)).ShouldNotBeNull();

    private enum Fault
    {
        None = 0,
        BeforeWrite = 1,
        AfterWrite = 2,
    }

    private sealed class FaultyCatalogue(ICatalogue inner) : ICatalogue
    {
        public long Stamp => inner.Stamp;

        public Fault Fault { get; set; }

        public async Task<T> Write<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken)
        {
            var fault = Fault;
            Fault = Fault.None;
            if (fault == Fault.BeforeWrite)
            {
                throw new IOException("The disk is gone.");
            }

            var result = await inner.Write(unit, cancellationToken);
            return fault == Fault.AfterWrite ? throw new TimeoutException("No answer.") : result;
        }

        public Task<T> WriteRows<T>(Func<CatalogueDb, CancellationToken, Task<T>> unit, CancellationToken cancellationToken) =>
            inner.WriteRows(unit, cancellationToken);

        public Task<T> Read<T>(Func<CatalogueDb, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
            inner.Read(query, cancellationToken);
    }
}
