using System.Net.Http.Headers;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Work;
using Crowdsource.Contracts.Grains;
using Crowdsource.Contracts.Pictures;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Grains;
using Crowdsource.Hosting;
using Crowdsource.Storage;
using Crowdsource.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

[assembly: AssemblyFixture(typeof(Crowdsource.Api.Tests.ApiHost))]

namespace Crowdsource.Api.Tests;

/// <summary>A real host on a loopback port: Kestrel, the API, grains in one silo, SQLite, blobs in a folder. No worker runs: tests are the workers.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _app;
    private int _names;

    public IServiceProvider Services => _app!.Services;

    public ICatalogue Catalogue => Services.GetRequiredService<ICatalogue>();

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IBlobStore Blobs => Services.GetRequiredService<IBlobStore>();

    public IUploadStore Uploads => Services.GetRequiredService<IUploadStore>();

    public IWorkQueue Work => Services.GetRequiredService<IWorkQueue>();

    /// <summary>Further settings, as on the command line.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public Uri Address { get; private set; } = null!;

    public HttpClient Anonymous { get; private set; } = null!;

    public HttpClient Owner { get; private set; } = null!;

    public HttpClient Curator { get; private set; } = null!;

    public HttpClient App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(
            [
                "--urls=http://127.0.0.1:0", $"--Crowdsource:DataFolder={_folder.Path}", "--Crowdsource:DiskReserveBytes=0",
                "--Serilog:MinimumLevel:Default=Fatal", .. Settings,
            ]);
        builder.AddCrowdsource(_ => { });
        builder.Logging.ClearProviders();
        builder.Services.AddCrowdsourceGrains().AddCrowdsourceApi();
        builder.Services.AddSingleton<IVariantRenderer, OneVariant>();
        builder.Services.AddSingleton<IPredictor, SureOfApples>();
        _app = builder.Build();
        _app.UseCrowdsourceApi();
        _app.MapCrowdsourceApi();
        _app.MapCrowdsourceHealth();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
        Anonymous = Client(null);
        Owner = await Staff(TokenScope.Owner);
        Curator = await Staff(TokenScope.Curator);
        App = await Staff(TokenScope.App);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>A name that no other test has.</summary>
    public string Fresh(string prefix) => $"{prefix}-{Interlocked.Increment(ref _names)}";

    public HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<HttpClient> Staff(TokenScope scope, string? name = null)
    {
        var text = TokenText.Compose(scope, Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray());
        await Grains.GetGrain<ITokenGrain>(TokenText.Hash(text)).Issue(scope, name ?? scope.ToString());
        return Client(text);
    }

    /// <summary>Knows variant 0 of every photo.</summary>
    private sealed class OneVariant : IVariantRenderer
    {
        public Task<byte[]?> Render(BlobDigest master, int k, CancellationToken cancellationToken) =>
            Task.FromResult(k == 0 ? Photos.Jpeg("variant") : null);
    }

    /// <summary>Version 1 sees apples wherever a photo begins like a JPEG.</summary>
    private sealed class SureOfApples : IPredictor
    {
        public Task<PredictOutcome> Predict(
            CampaignId campaign, int version, ReadOnlyMemory<byte> photo, CancellationToken cancellationToken) =>
            Task.FromResult<PredictOutcome>(
                version != 1 ? new PredictOutcome.NoSuchModel()
                : photo.Span is [0xFF, 0xD8, 0xFF, ..] ? new PredictOutcome.Predicted([("Pear", 0.1), ("Apple", 0.9)])
                : new PredictOutcome.Unreadable("not-an-image"));
    }
}
