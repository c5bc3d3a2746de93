using Crowdsource.Client.Http;
using Crowdsource.Client.Models;
using Crowdsource.Client.Tests.Http;
using Crowdsource.Delivery.Tests;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Models;
using Crowdsource.Testing;
using NetVips;

namespace Crowdsource.Client.Tests.Models;

/// <summary>An app with its folder and its bad connection. <see cref="Updater"/> is made anew each time, as after a restart of the app.</summary>
internal sealed class Phone : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http;
    private readonly ForeignEngine? _engine;

    public Phone(UpdateServer server, string? appToken = null, string artifact = ArtifactId.OnnxFp32, ForeignEngine? engine = null)
    {
        _engine = engine;
        _http = new HttpClient(Network) { BaseAddress = server.Address };
        Options = new ModelUpdaterOptions
        {
            Folder = _folder.File("models"),
            Campaign = ColourModel.Campaign,
            Artifact = artifact,
            AppToken = appToken,
            Retry = new RetryOptions { Seed = 1, Attempts = 3, MaxSilence = ImmediateClock.Limit },
        };
    }

    public FaultyNetwork Network { get; } = new();

    public ImmediateClock Clock { get; } = new();

    public ModelUpdaterOptions Options { get; }

    public string Folder => Options.Folder;

    public ModelUpdater Updater => new(_http, Options, Decode, Clock, _engine);

    public Task<UpdateOutcome> Update() => Updater.Update(TestContext.Current.CancellationToken);

    public async Task<string?> Says(RgbImage photo)
    {
        using var runner = await Updater.Open(TestContext.Current.CancellationToken);
        return runner?.Classify(photo).Top.Name;
    }

    public void Dispose()
    {
        _http.Dispose();
        Network.Dispose();
        _folder.Dispose();
    }

    private static RgbImage Decode(ReadOnlyMemory<byte> file)
    {
        using var image = Image.NewFromBuffer(file.ToArray());
        return new RgbImage(image.Width, image.Height, image.WriteToMemory<byte>());
    }
}
