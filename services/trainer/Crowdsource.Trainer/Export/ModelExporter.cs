using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Onnx;
using Crowdsource.Storage;
using Crowdsource.Trainer.Training;

namespace Crowdsource.Trainer.Export;

/// <summary>Writes a network as the file that phones run, and that is evaluated.</summary>
internal sealed class ModelExporter(IBlobStore blobs)
{
    /// <summary>The note that names the makers and the licence of pretrained weights; not there when none were used.</summary>
    public const string Attribution = "attribution";

    public async Task<ExportedModel> Export(Network network, TrainedModel origin, CancellationToken cancellationToken)
    {
        var file = OnnxWriter.Write(network, new OnnxOptions { Metadata = Metadata(origin) });
        return new ExportedModel((await blobs.Put(file, cancellationToken)).Digest, file);
    }

    /// <summary>The notes in every file of a model.</summary>
    public static IReadOnlyDictionary<string, string> Metadata(TrainedModel origin)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["preprocessing"] = Preprocessing.Default.Version,
            ["strategy"] = origin.Strategy,
        };
        if (origin.Attribution is { } attribution)
        {
            metadata[Attribution] = attribution;
        }

        return metadata;
    }
}
