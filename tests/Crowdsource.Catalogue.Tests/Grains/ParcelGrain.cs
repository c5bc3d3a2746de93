using Crowdsource.Catalogue.Orleans;
using Crowdsource.Domain.Work;
using Orleans.Concurrency;

namespace Crowdsource.Catalogue.Tests.Grains;

public interface IParcelGrain : IGrainWithStringKey
{
    Task<double?> Weight();

    Task Weigh(double weight);

    Task<bool> TryFinish(double weight, WorkTicket ticket);

    Task<Guid> Activation();
}

/// <summary>An activation in each silo, as it happens to ordinary grains while a cluster heals.</summary>
[StatelessWorker(1)]
public sealed class ParcelGrain : CatalogueGrain<Parcel>, IParcelGrain
{
    private readonly Guid _activation = Guid.NewGuid();

    public Task<Guid> Activation() => Task.FromResult(_activation);

    public Task<double?> Weight() => Task.FromResult(Current?.Weight);

    public Task Weigh(double weight) => Commit(Next(weight), Parcels.Delivery($"{this.GetPrimaryKeyString()} {weight}"));

    public async Task<bool> TryFinish(double weight, WorkTicket ticket)
    {
        try
        {
            await Commit(new Commit<Parcel>(Next(weight)) { Closes = ticket });
            return true;
        }
        catch (StaleTicketException)
        {
            return false;
        }
    }

    private Parcel Next(double weight) => (Current ?? Parcels.Named(this.GetPrimaryKeyString())) with { Weight = weight };
}
