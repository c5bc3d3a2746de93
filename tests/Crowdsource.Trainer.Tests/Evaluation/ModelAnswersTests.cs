using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats;
using Crowdsource.Formats.Onnx;
using Crowdsource.Formats.TensorFlowLite;
using Crowdsource.Inference;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;
using Crowdsource.Trainer.Evaluation;
using Crowdsource.Trainer.Features;
using Crowdsource.Trainer.Snapshots;
using Crowdsource.Vision;
using Crowdsource.Vision.Augmentation;
using Microsoft.Extensions.Options;

namespace Crowdsource.Trainer.Tests.Evaluation;

public sealed class ModelAnswersTests : IDisposable
{
    private const int Labels = 5, Proofs = 8;
    private static readonly PhotoView s_blurred = PhotoView.Robustness(RobustnessKind.GaussianBlur);
    private readonly TemporaryFolder _folder = new();
    private readonly TestCatalogue _catalogue = new();
    private readonly FileBlobStore _blobs;
    private readonly KeptViewStore _store;
    private readonly Noise _vision = new();
    private readonly ModelAnswers _models;

    public ModelAnswersTests()
    {
        _blobs = new FileBlobStore(_folder.File("blobs"), DiskReserve.Of(_folder.Path, 0));
        _store = new KeptViewStore(new FeatureFiles(_catalogue, _blobs, TimeProvider.System));
        _models = new ModelAnswers(new MasterPictures(_blobs, _vision, Options.Create(new TrainerOptions())));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _catalogue.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_night_with_another_head_looks_at_new_photos_alone_and_answers_as_its_file()
    {
        var photos = await Photos(13);
        using var first = Model(seed: 1);
        using var second = Model(seed: 2);
        first.Parts.ShouldNotBeNull().BackboneId.ShouldBe(second.Parts.ShouldNotBeNull().BackboneId);

        var last = await Night(first, photos[..12], null);
        _vision.Views.ShouldBe(2 * (12 + Proofs), "the whole file is asked about some photos");
        _vision.Views = 0;
        var kept = await _store.Load(last, Cancelled);
        var answers = await _models.Ask(photos, Questions(second), kept, () => { }, Cancelled);

        _vision.Views.ShouldBe(2 * (1 + Proofs));
        for (var photo = 0; photo < photos.Length; photo++)
        {
            answers[photo].Select(answer => answer.Output).ShouldBe(Questions(second).Select(question => Likeliest(second.Predict(Noise.Draw([(byte)photo], question.View)))));
        }
    }

    [Fact]
    public async Task What_was_kept_counts_only_where_the_file_agrees()
    {
        var photos = await Photos(10);
        using var model = Model(seed: 1);
        var last = await Night(model, photos, null);
        var spoiled = new KeptViews((await Kept(last, photos)).Select(pair => new KeyValuePair<KeptView, float[]>(pair.Key, [.. pair.Value.Reverse()])));

        var answers = await _models.Ask(photos, Questions(model), spoiled, () => { }, Cancelled);

        var honest = await _models.Ask(photos, Questions(model), new KeptViews([]), () => { }, Cancelled);
        answers.SelectMany(photo => photo).ShouldBe(honest.SelectMany(photo => photo));
    }

    [Fact]
    public async Task Photos_that_left_leave_the_file_with_the_next_night_and_between_nights()
    {
        var photos = await Photos(10);
        using var model = Model(seed: 1);
        var before = await Night(model, photos, null);

        var after = await Night(model, photos[1..], before);

        (await Kept(after, photos)).Select(pair => pair.Key.Photo).Distinct().ShouldBe(photos[1..].Select(photo => photo.Photo), ignoreOrder: true);

        var left = await _store.Leave(after, photo => photo != photos[1].Photo, Cancelled);
        (await Kept(left, photos)).Select(pair => pair.Key.Photo).Distinct().ShouldBe(photos[2..].Select(photo => photo.Photo), ignoreOrder: true);
        (await _store.Leave(left, photo => photo != photos[1].Photo, Cancelled)).ShouldBe(left);
    }

    private static (Classifier, PhotoView View)[] Questions(Classifier model) => [(model, PhotoView.Original), (model, s_blurred)];

    private static int Likeliest(float[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());

    private static Classifier Model(int seed)
    {
        var random = new Random(seed);
        var backbone = PretrainedWeights.Load(SharedFiles.Require("weights", PretrainedWeights.FileName)).Backbone;
        var head = backbone.WithHead(
            [.. Enumerable.Range(0, Labels * MobileNetV2.DefaultFeatures).Select(_ => random.NextSingle() - 0.5f)],
            [.. Enumerable.Range(0, Labels).Select(_ => random.NextSingle())]);
        return new Classifier(
            OnnxWriter.Write(head, new OnnxOptions { Metadata = new Dictionary<string, string> { ["night"] = $"{seed}" } }), Preprocessing.Default);
    }

    private async Task<BlobDigest> Night(Classifier model, SnapshotPhoto[] photos, BlobDigest? last)
    {
        var kept = await _store.Load(last, Cancelled);
        await _models.Ask(photos, Questions(model), kept, () => { }, Cancelled);
        return await _store.Save(kept, Cancelled);
    }

    /// <summary>Whatever is kept of some photos.</summary>
    private async Task<List<KeyValuePair<KeptView, float[]>>> Kept(BlobDigest digest, SnapshotPhoto[] photos)
    {
        using var model = Model(seed: 1);
        var views = await _store.Load(digest, Cancelled);
        foreach (var photo in photos)
        {
            views.Find(photo.Photo, PhotoView.Original, model.Parts!.BackboneId);
            views.Find(photo.Photo, s_blurred, model.Parts!.BackboneId);
        }

        return [.. views.Asked];
    }

    private async Task<SnapshotPhoto[]> Photos(int count)
    {
        var photos = new SnapshotPhoto[count];
        for (var i = 0; i < count; i++)
        {
            var master = await _blobs.Put(new byte[] { (byte)i }, Cancelled);
            photos[i] = new SnapshotPhoto(master.Digest.Value, 1, 1, Guid.Empty, "group", Split.Test, null, null);
        }

        return photos;
    }

    /// <summary>Draws a picture from the master's only byte and the view.</summary>
    private sealed class Noise : IVision
    {
        private int _views;

        public int Views
        {
            get => _views;
            set => _views = value;
        }

        public static RgbImage Draw(ReadOnlySpan<byte> master, PhotoView view)
        {
            var random = new Random((master[0] * 2) + (view == PhotoView.Original ? 0 : 1));
            var picture = RgbImage.Blank(Preprocessing.Default.InputSize, Preprocessing.Default.InputSize);
            random.NextBytes(picture.Pixels);
            return picture;
        }

        public Task<IReadOnlyList<RgbImage>> Prepare(ReadOnlyMemory<byte> master, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref _views, views.Count);
            return Task.FromResult<IReadOnlyList<RgbImage>>([.. views.Select(view => Draw(master.Span, view))]);
        }

        public Task<ExaminationResult> Examine(ReadOnlyMemory<byte> upload, IReadOnlyList<PhotoView> views, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<PreprocessingResult> Preprocess(ReadOnlyMemory<byte> photo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<byte[]> Render(ReadOnlyMemory<byte> master, PhotoView view, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
