using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Work;
using Crowdsource.Grains;
using Crowdsource.Hosting;
using Crowdsource.Storage;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crowdsource.Testing.Hosts;

/// <summary>The embedded mode in this process: silo, SQLite, blobs and bus, in a folder of its own.</summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;

    private EmbeddedHost(TemporaryFolder folder, WebApplication app) => (_folder, _app) = (folder, app);

    public string DataFolder => _folder.File("data");

    public IServiceProvider Services => _app.Services;

    public IGrainFactory Grains => Get<IGrainFactory>();

    public ICatalogue Catalogue => Get<ICatalogue>();

    public IBlobStore Blobs => Get<IBlobStore>();

    public IUploadStore Uploads => Get<IUploadStore>();

    public IWorkQueue Work => Get<IWorkQueue>();

    /// <param name="addModules">The modules under test, and what replaces parts of them.</param>
    /// <param name="addConsumers">Null leaves the bus without consumers: the test itself says when work is done.</param>
    /// <param name="settings">Pairs of key and value.</param>
    public static async Task<EmbeddedHost> Start(
        Action<IServiceCollection> addModules, Action<IRegistrationConfigurator>? addConsumers = null, params (string Key, string? Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings
            .Append(("Crowdsource:DataFolder", folder.File("data")))
            .Append(("Serilog:MinimumLevel:Default", "Warning"))
            .Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
        builder.AddCrowdsource(bus => addConsumers?.Invoke(bus));
        builder.Services.AddCrowdsourceGrains();
        addModules(builder.Services);
        var app = builder.Build();
        await app.StartAsync();
        return new EmbeddedHost(folder, app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
