using Crowdsource.Formats.Onnx;
using Microsoft.ML.OnnxRuntime;
using Shouldly;

namespace Crowdsource.Formats.Tests.Onnx;

/// <summary>Runs files in ONNX Runtime.</summary>
internal static class OnnxFile
{
    public static float[] Run(byte[] model, float[] images, out string outputName, int batch = 1)
    {
        using var settings = Settings();
        using var session = new InferenceSession(model, settings);
        var size = (long)Math.Sqrt(images.Length / 3 / batch);
        outputName = session.OutputNames.ShouldHaveSingleItem();
        using var input = OrtValue.CreateTensorValueFromMemory(images, [batch, 3, size, size]);
        using var run = new RunOptions();
        using var results = session.Run(run, [OnnxWriter.InputName], [input], [outputName]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public static SessionOptions Settings()
    {
        var settings = new SessionOptions();
        // Without it int8 is wrong on x64 processors that have no VNNI.
        settings.AddSessionConfigEntry("session.x64quantprecision", "1");
        return settings;
    }
}
