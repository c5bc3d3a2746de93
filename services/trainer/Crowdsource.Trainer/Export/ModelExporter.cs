using Crowdsource.Domain.Imaging;
using Crowdsource.Formats;
using Crowdsource.Formats.Onnx;
using Crowdsource.Storage;
using Crowdsource.Trainer.Training;

namespace Crowdsource.Trainer.Export;

/// <summary>Writes a network as the file that phones run, and that is evaluated.</summary>
internal sealed class ModelExporter(IBlobStore blobs)
{
    public async Task<ExportedModel> Export(Network network, TrainedModel origin, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["preprocessing"] = Preprocessing.Default.Version,
            ["strategy"] = origin.Strategy,
        };
        if (origin.Attribution is { } attribution)
        {
            metadata["attribution"] = attribution;
        }

        var file = OnnxWriter.Write(network, new OnnxOptions { Metadata = metadata });
        return new ExportedModel((await blobs.Put(file, cancellationToken)).Digest, file);
    }
}
