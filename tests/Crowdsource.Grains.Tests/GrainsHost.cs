using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Catalogue.Orleans;
using Crowdsource.Catalogue.Work;
using Crowdsource.Domain.Work;
using Crowdsource.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Shouldly;
using Xunit;

[assembly: AssemblyFixture(typeof(Crowdsource.Grains.Tests.GrainsHost))]

namespace Crowdsource.Grains.Tests;

/// <summary>
/// Two clusters that do not know of each other in front of one catalogue: a grain of <see cref="Grains"/> and the same grain of
/// <see cref="Elsewhere"/> are two activations, as it happens while a cluster heals.
/// </summary>
public sealed class GrainsHost : IAsyncLifetime
{
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(5);

    private readonly TestCatalogue _catalogue;
    private readonly InProcessTestCluster _here;
    private readonly InProcessTestCluster _elsewhere;
    private int _names;

    public GrainsHost()
    {
        _catalogue = new TestCatalogue(CatalogueModel.Crowdsource, Signal);
        _here = Cluster(silos: 2);
        _elsewhere = Cluster(silos: 1);
    }

    public ICatalogue Catalogue => _catalogue;

    public IWorkQueue Work => _catalogue.Work;

    public IGrainFactory Grains => _here.Client;

    public IGrainFactory Elsewhere => _elsewhere.Client;

    internal MovableClock Clock { get; } = new();

    internal OwedSignal Signal { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await _here.DeployAsync();
        await _elsewhere.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _elsewhere.DisposeAsync();
        await _here.DisposeAsync();
        await _catalogue.DisposeAsync();
    }

    /// <summary>A name that no other test has.</summary>
    public string Fresh(string prefix) => $"{prefix}-{Interlocked.Increment(ref _names)}";

    /// <summary>Takes up what is owed about this subject.</summary>
    public Task<WorkTicket> Claim(string kind, string subject) => Claim(kind, subject, s_lease);

    /// <summary>Takes up what is owed about this subject and stays away until the lease is over.</summary>
    public Task<WorkTicket> ClaimAndStall(string kind, string subject) => Claim(kind, subject, -s_lease);

    /// <summary>What is owed about this subject and by nobody held.</summary>
    public async Task<IReadOnlyList<WorkItem>> Open(string kind, string subject) =>
        [.. (await Work.Open(kind, 10_000, CancellationToken.None)).Where(work => work.Subject == subject)];

    private async Task<WorkTicket> Claim(string kind, string subject, TimeSpan lease)
    {
        var item = (await Open(kind, subject)).ShouldHaveSingleItem();
        return (await Work.Claim(item.Id, lease, CancellationToken.None)).ShouldNotBeNull();
    }

    private InProcessTestCluster Cluster(short silos)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ICatalogue>(_catalogue);
            silo.Services.AddSingleton(CatalogueModel.Crowdsource);
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.AddCatalogueGrainStorage();
        });
        return builder.Build();
    }
}
