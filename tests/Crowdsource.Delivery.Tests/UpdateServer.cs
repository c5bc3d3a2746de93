using System.Collections.Concurrent;
using Crowdsource.Catalogue;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Models;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;
using Crowdsource.Testing;
using Crowdsource.Updates.Bundles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crowdsource.Delivery.Tests;

/// <summary>The update endpoint on a real port, over a real catalogue and blob store in temporary folders.</summary>
internal sealed class UpdateServer : IAsyncDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 4, 0, 0, TimeSpan.Zero);

    private readonly TestCatalogue _catalogue = new();
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private UpdateServer(Action<IEndpointRouteBuilder>? more, IBlobStore? blobs)
    {
        Blobs = blobs ?? new FileBlobStore(_folder.File("blobs"), new DiskReserve(0, () => long.MaxValue));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ICatalogue>(_catalogue);
        builder.Services.AddSingleton(Blobs);
        builder.Services.AddCrowdsourceDelivery();
        _app = builder.Build();
        _app.Use(Take);
        _app.UseCrowdsourceDelivery();
        _app.MapCrowdsourceDelivery();
        more?.Invoke(_app);
    }

    public IBlobStore Blobs { get; }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What was asked, and what was answered.</summary>
    public ConcurrentQueue<Exchange> Exchanges { get; } = new();

    public IEnumerable<Exchange> FileExchanges => Exchanges.Where(exchange => exchange.Path.Contains("/files/", StringComparison.Ordinal));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<UpdateServer> Start(Action<IEndpointRouteBuilder>? more = null, IBlobStore? blobs = null)
    {
        var server = new UpdateServer(more, blobs);
        await server._app.StartAsync(Cancelled);
        return server;
    }

    public async Task CreateCampaign() => await _catalogue.Commit(
        new Commit<CampaignState>(new CampaignState
        {
            Id = ColourModel.Campaign,
            Name = "Fruit",
            Labels = [],
            Consent = new ConsentText(1, "Yes?", "CC0-1.0"),
            CreatedAt = s_now,
        }),
        RowVersion.None,
        Cancelled);

    /// <summary>Stores a bundle and offers it on the stable channel.</summary>
    /// <param name="bundle">What is offered.</param>
    /// <param name="tampered">The path of a file whose blob gets another byte.</param>
    /// <param name="withheld">An artifact that this version withholds.</param>
    /// <param name="share">Devices of 10,000 that get it.</param>
    public async Task Release(BuiltBundle bundle, string? tampered = null, string? withheld = null, int share = Cohort.Places) =>
        await Release([bundle], tampered, withheld, share: share);

    /// <summary>Stores the artifacts of one version and offers it on the stable channel.</summary>
    public async Task Release(IReadOnlyList<BuiltBundle> bundles, string? tampered = null, string? withheld = null, string? offeredAs = null, int share = Cohort.Places)
    {
        var version = bundles[0].Manifest.Version;
        foreach (var file in bundles.SelectMany(bundle => bundle.Files))
        {
            var stored = await Blobs.Put(file.Bytes, Cancelled);
            if (file.Path == tampered)
            {
                var blob = Directory.EnumerateFiles(_folder.Path, stored.Digest.Value, SearchOption.AllDirectories).Single();
                var bytes = await File.ReadAllBytesAsync(blob, Cancelled);
                bytes[bytes.Length / 2] ^= 1;
                await File.WriteAllBytesAsync(blob, bytes, Cancelled);
            }
        }

        await _catalogue.Write(
            async (db, token) =>
            {
                db.Add(new ModelVersion
                {
                    Campaign = ColourModel.Campaign,
                    Version = version,
                    Night = version,
                    CreatedAt = s_now,
                    Artifacts = [.. bundles.Select(bundle => Artifact(bundle, offeredAs ?? bundle.Manifest.Artifact)), .. withheld is null ? [] : new[] { Withheld(withheld) }],
                });
                await db.SaveChangesAsync(token);
            },
            Cancelled);
        await Share(version, share);
    }

    /// <summary>Offers a version that is stored to this many of 10,000 devices.</summary>
    public Task Share(int version, int share) => Change(channel => share < Cohort.Places
        ? ReleaseRules.Try(channel, version, share, s_now)
        : ReleaseRules.Offer(channel, version, s_now));

    public Task Withdraw(int version) => Change(channel => ReleaseRules.Withdraw(channel, version, s_now)!);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _catalogue.DisposeAsync();
        _folder.Dispose();
    }

    private static ModelArtifact Artifact(BuiltBundle bundle, string id) => new()
    {
        Id = id,
        InputSize = ArtifactId.InputSize(id),
        Bytes = bundle.Files.Single(file => file.Path == BundleFormat.ModelFile(bundle.Manifest.Artifact)).Bytes.Length,
        MultiplyAdds = 1,
        Files = [.. bundle.Files.Select(file => new BundleFile(file.Path, file.Digest, file.Bytes.Length))],
    };

    private static ModelArtifact Withheld(string id) => new()
    {
        Id = id,
        InputSize = ArtifactId.InputSize(id),
        Bytes = 1,
        MultiplyAdds = 1,
        Withheld = new NightReason("parity", "It answers otherwise."),
    };

    private async Task Change(Func<ChannelState, ChannelState> change)
    {
        var id = new ChannelId(ColourModel.Campaign, ChannelId.Stable);
        var row = await _catalogue.Load<ChannelState>(id, Cancelled);
        var current = row?.State ?? new ChannelState { Id = id, Campaign = id.Campaign, Name = ChannelId.Stable };
        await _catalogue.Commit(new Commit<ChannelState>(change(current)), row?.Version ?? RowVersion.None, Cancelled);
    }

    private async Task Take(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            Exchanges.Enqueue(new Exchange(
                context.Request.Method, context.Request.Path, context.Request.Headers.Range, context.Response.StatusCode,
                context.Response.ContentLength ?? 0));
        }
    }

    internal sealed record Exchange(string Method, string Path, string? Range, int Status, long Bytes);
}
