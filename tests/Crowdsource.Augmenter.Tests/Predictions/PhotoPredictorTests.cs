using Crowdsource.Augmenter.Predictions;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Imaging;
using Crowdsource.Domain.Submissions;
using Crowdsource.Formats;
using Crowdsource.Formats.Onnx;
using Crowdsource.Inference;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;
using Crowdsource.Updates.Golden;
using Crowdsource.Vision.Children;

namespace Crowdsource.Augmenter.Tests.Predictions;

public sealed class PhotoPredictorTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VisionPool _vision = new(new VisionPoolOptions { Children = 1 }, TimeProvider.System);
    private readonly ClassifierCache _cache;
    private readonly FileBlobStore _blobs;
    private readonly PhotoPredictor _predictor;

    public PhotoPredictorTests()
    {
        _blobs = new FileBlobStore(_folder.File("blobs"), DiskReserve.Of(_folder.Path, 0));
        _cache = new ClassifierCache(_blobs);
        _predictor = new PhotoPredictor(_vision, _cache);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_strangers_photo_gets_what_the_file_itself_answers()
    {
        var file = OnnxWriter.Write(MobileNetV2.Layout(0.25, 224, 64).WithHead(new float[64 * 3], [0.5f, 1.5f, -1f]));
        var model = (await _blobs.Put(file, Cancelled)).Digest;
        var picture = SyntheticPictures.Render(0);
        using var direct = new Classifier(file, Preprocessing.Default);

        var prediction = await _predictor.Predict(PngEncoder.Encode(picture), model, Cancelled);

        prediction.ShouldBeOfType<PhotoPrediction.Predicted>().Probabilities.ShouldBe(direct.Predict(picture));
    }

    [Fact]
    public async Task What_is_no_photo_is_refused_and_an_unknown_model_is_said_to_be_unknown()
    {
        var file = OnnxWriter.Write(MobileNetV2.Layout(0.25, 224, 64).WithHead(new float[64 * 2], [0f, 0f]));
        var model = (await _blobs.Put(file, Cancelled)).Digest;

        (await _predictor.Predict("no photo"u8.ToArray(), model, Cancelled)).ShouldBe(new PhotoPrediction.Refused(RejectionCode.NotAnImage));
        (await _predictor.Predict("no photo"u8.ToArray(), BlobDigest.Of("none"u8), Cancelled)).ShouldBe(new PhotoPrediction.NoModel());
    }

    public async ValueTask DisposeAsync()
    {
        _cache.Dispose();
        await _vision.DisposeAsync();
        _folder.Dispose();
    }
}
