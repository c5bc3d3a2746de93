using System.Text;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Models;
using Crowdsource.Updates.Bundles;
using Crowdsource.Updates.Golden;
using Shouldly;
using Xunit;

namespace Crowdsource.Updates.Tests;

public sealed class BundleTests : IDisposable
{
    private readonly List<string> _folders = [];

    public void Dispose() => _folders.ForEach(folder => Directory.Delete(folder, recursive: true));

    [Fact]
    public async Task What_was_built_can_be_read_and_passes_its_golden_examples()
    {
        var built = Samples.Built;
        var bundle = await BundleReader.Read(Written(built), built.Digest, TestContext.Current.CancellationToken);

        bundle.Labels.ShouldBe(Samples.Ingredients.Labels);
        bundle.Preprocessing.Rule.ShouldBe(Samples.Ingredients.Preprocessing);
        bundle.Thresholds.ShouldBe(Samples.Ingredients.Thresholds);
        bundle.Golden.Pictures.Length.ShouldBe(3);
        bundle.Golden.Tensors.Length.ShouldBe(3);
        GoldenCheck.Run(bundle, Samples.PredictByColour, Samples.Decode, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_same_ingredients_give_the_same_bundle()
    {
        Samples.Build().Digest.ShouldBe(Samples.Built.Digest);
    }

    [Fact]
    public async Task Golden_examples_show_different_labels_with_large_margins()
    {
        var built = Samples.Built;
        var golden = (await BundleReader.Read(Written(built), built.Digest, TestContext.Current.CancellationToken)).Golden;

        golden.Pictures.Select(example => example.Top).Distinct().Count().ShouldBe(3);
        foreach (var example in golden.Pictures.Concat(golden.Tensors))
        {
            var sorted = example.Probabilities.OrderDescending().ToArray();
            (sorted[0] - sorted[1]).ShouldBeGreaterThan(0.2f);
        }
    }

    [Fact]
    public void An_unsure_model_still_has_three_golden_examples()
    {
        var built = BundleBuilder.Build(Samples.Ingredients, tensor => [0.34f, 0.33f, 0.33f]);

        built.Files.Count(file => file.Path.EndsWith(".png", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task A_model_that_answers_otherwise_fails_its_golden_examples()
    {
        var built = Samples.Built;
        var bundle = await BundleReader.Read(Written(built), built.Digest, TestContext.Current.CancellationToken);

        Code(() => GoldenCheck.Run(bundle, tensor => [.. Samples.PredictByColour(tensor).Reverse()], Samples.Decode, CancellationToken.None))
            .ShouldBe(InvalidBundleException.GoldenFailed);
        Code(() => GoldenCheck.Run(bundle, tensor => [.. Samples.PredictByColour(tensor).Select(p => p + 0.002f)], Samples.Decode, CancellationToken.None))
            .ShouldBe(InvalidBundleException.GoldenFailed);
        Code(() => GoldenCheck.Run(bundle, tensor => [float.NaN, float.NaN, float.NaN], Samples.Decode, CancellationToken.None))
            .ShouldBe(InvalidBundleException.GoldenFailed);
    }

    [Fact]
    public async Task A_decoder_that_swaps_colours_fails_the_preprocessing_vectors()
    {
        var built = Samples.Built;
        var bundle = await BundleReader.Read(Written(built), built.Digest, TestContext.Current.CancellationToken);
        var answers = bundle.Golden.Tensors.Concat(bundle.Golden.Pictures).Select(example => example.Probabilities).ToArray();
        var next = 0;

        // The model answers everything rightly, so that only the vectors can notice.
        var error = Should.Throw<InvalidBundleException>(() => GoldenCheck.Run(
            bundle,
            _ => answers[next++],
            png =>
            {
                var picture = Samples.Decode(png);
                for (var i = 0; i < picture.Pixels.Length; i += 3)
                {
                    (picture.Pixels[i], picture.Pixels[i + 2]) = (picture.Pixels[i + 2], picture.Pixels[i]);
                }

                return picture;
            },
            CancellationToken.None));

        error.Message.ShouldContain("Preprocessing");
    }

    [Fact]
    public async Task A_changed_byte_anywhere_is_noticed()
    {
        var built = Samples.Built;
        foreach (var file in built.Files)
        {
            var folder = Written(built);
            var bytes = file.Bytes.ToArray();
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(Path.Combine(folder, file.Path), bytes, TestContext.Current.CancellationToken);

            (await CodeOfReading(folder, built.Digest)).ShouldBe(InvalidBundleException.Damaged, file.Path);
        }
    }

    [Fact]
    public async Task A_missing_file_is_noticed()
    {
        var built = Samples.Built;
        var folder = Written(built);
        File.Delete(Path.Combine(folder, BundleFormat.ModelFile(ArtifactId.OnnxFp32)));

        (await CodeOfReading(folder, built.Digest)).ShouldBe(InvalidBundleException.Damaged);
    }

    [Fact]
    public async Task Another_bundle_than_the_one_offered_is_refused()
    {
        (await CodeOfReading(Written(Samples.Built), BlobDigest.Of([1]))).ShouldBe(InvalidBundleException.Damaged);
    }

    [Theory]
    [InlineData("../model.onnx")]
    [InlineData("golden/../../model.onnx")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/model.onnx")]
    [InlineData("golden\\\\picture.png")]
    [InlineData("golden//picture.png")]
    [InlineData(".hidden")]
    [InlineData("nul.txt")]
    [InlineData("bundle.json")]
    [InlineData("")]
    public void A_path_that_leaves_the_bundle_is_refused(string path)
    {
        CodeOfParsing(Manifest(files: $$"""[{"path":"{{path}}","sha256":"{{new string('a', 64)}}","bytes":1}]"""))
            .ShouldBe(InvalidBundleException.UnsafePath);
    }

    [Theory]
    [InlineData("""{"format":2,"somethingNew":true}""", InvalidBundleException.Unsupported)]
    [InlineData("""{"format":99999999999}""", InvalidBundleException.Unsupported)]
    [InlineData("""{"format":"1"}""", InvalidBundleException.Malformed)]
    [InlineData("""[]""", InvalidBundleException.Malformed)]
    [InlineData("""null""", InvalidBundleException.Malformed)]
    [InlineData("""<html>Sign in to the hotel's network</html>""", InvalidBundleException.Malformed)]
    public void What_is_not_a_known_manifest_is_refused(string json, string code)
    {
        CodeOfParsing(json).ShouldBe(code);
    }

    [Fact]
    public void A_manifest_that_contradicts_itself_is_refused()
    {
        var a = new string('a', 64);
        CodeOfParsing(Manifest(artifact: "tflite/int3")).ShouldBe(InvalidBundleException.Unsupported);
        CodeOfParsing(Manifest(version: 0)).ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(campaign: "Not A Slug")).ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(files: "[]")).ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(files: "[null]")).ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(files: "null")).ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(files: $$"""[{"path":"a","sha256":"{{a}}","bytes":-1}]""")).ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(files: $$"""[{"path":"a","sha256":"{{a}}","bytes":9223372036854775807}]""")).ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(files: """[{"path":"a","sha256":"beef","bytes":1}]""")).ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(files: $$"""[{"path":"a","sha256":"{{a}}","bytes":1},{"path":"A","sha256":"{{a}}","bytes":1}]"""))
            .ShouldBe(InvalidBundleException.Malformed);
        CodeOfParsing(Manifest(files: $$"""[{"path":"a","sha256":"{{a}}","bytes":1},{"path":"a/b","sha256":"{{a}}","bytes":1}]"""))
            .ShouldBe(InvalidBundleException.Malformed);
        BundleVerifier.ParseManifest(Encoding.UTF8.GetBytes(Manifest())).Version.ShouldBe(1);
    }

    [Fact]
    public void Ingredients_that_do_not_fit_are_refused_where_the_bundle_is_made()
    {
        Should.Throw<ArgumentException>(() => BundleBuilder.Build(Samples.Ingredients with { Labels = [new(1, "only")] }, Samples.PredictByColour));
        Should.Throw<ArgumentException>(() => BundleBuilder.Build(Samples.Ingredients, _ => [0.9f, 0.1f]));
        Should.Throw<ArgumentException>(
            () => BundleBuilder.Build(Samples.Ingredients with { Thresholds = new Thresholds(0, 0) }, Samples.PredictByColour));
    }

    private static string Manifest(
        string campaign = "fruit", int version = 1, string artifact = ArtifactId.OnnxFp32, string? files = null) =>
        $$"""
        {"format":1,"campaign":"{{campaign}}","version":{{version}},"artifact":"{{artifact}}",
         "files":{{files ?? $$"""[{"path":"model.onnx","sha256":"{{new string('a', 64)}}","bytes":1}]"""}}}
        """;

    private static string Code(Action action) => Should.Throw<InvalidBundleException>(action).Code;

    private static string CodeOfParsing(string json) => Code(() => BundleVerifier.ParseManifest(Encoding.UTF8.GetBytes(json)));

    private static async Task<string> CodeOfReading(string folder, BlobDigest digest) =>
        (await Should.ThrowAsync<InvalidBundleException>(BundleReader.Read(folder, digest, TestContext.Current.CancellationToken))).Code;

    private string Written(BuiltBundle bundle)
    {
        var folder = Samples.Write(bundle);
        _folders.Add(folder);
        return folder;
    }
}
