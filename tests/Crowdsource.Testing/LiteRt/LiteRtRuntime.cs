using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Crowdsource.Testing.LiteRt;

/// <summary>Google's LiteRT (npm's @litertjs/core, WebAssembly) in a Node process of its own: it judges the TensorFlow Lite files that we write.</summary>
public sealed class LiteRtRuntime : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _said = new();
    private readonly Process _node;

    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public LiteRtRuntime()
    {
        var modules = Path.Combine(Golden.RepositoryRoot(), "artifacts/litert/node_modules");
        if (!Directory.Exists(modules))
        {
            throw new InvalidOperationException("LiteRT is missing: run infra/install-test-tools.sh.");
        }

        _node = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList = { Path.Combine(Golden.RepositoryRoot(), "tests/Crowdsource.Testing/LiteRt/run.mjs"), modules },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _node.ErrorDataReceived += (_, line) => _said.AppendLine(line.Data);
        _node.BeginErrorReadLine();
    }

    /// <summary>Runs a model with one float32 input and output, on one thread.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="images">Height × width × channels each (NHWC).</param>
    /// <param name="channels">Of an image.</param>
    /// <param name="height">Of an image.</param>
    /// <param name="width">Of an image.</param>
    /// <returns>The output for each image, and how long all of them took, without loading.</returns>
    /// <exception cref="InvalidDataException">LiteRT refuses the model; the message says why.</exception>
    public (IReadOnlyList<float[]> Outputs, TimeSpan Duration) Run(byte[] model, IEnumerable<float[]> images, int channels, int height, int width)
    {
        var request = new
        {
            model = _folder.File("model.tflite"),
            inputs = _folder.File("inputs"),
            outputs = _folder.File("outputs"),
            shape = (int[])[1, height, width, channels],
        };
        File.WriteAllBytes(request.model, model);
        var count = 0;
        using (var inputs = File.Create(request.inputs))
        {
            foreach (var image in images)
            {
                count++;
                inputs.Write(MemoryMarshal.AsBytes<float>(image));
            }
        }

        _node.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _node.StandardInput.Flush();
        var line = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"LiteRT has ended: {_said}");
        using var answer = JsonDocument.Parse(line);
        if (answer.RootElement.TryGetProperty("error", out var error))
        {
            throw new InvalidDataException($"{error.GetString()}\n{_said}");
        }

        var outputs = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(request.outputs)).ToArray();
        return ([.. outputs.Chunk(outputs.Length / count)], TimeSpan.FromSeconds(answer.RootElement.GetProperty("seconds").GetDouble()));
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
        _folder.Dispose();
    }
}
