using Crowdsource.Vision.Photos;
using NetVips;

namespace Crowdsource.Vision.Children;

/// <summary>The child: reads photos from its input, answers on its output, and ends with its parent.</summary>
public static class VisionWorker
{
    /// <summary>Exit code of a child that ran out of memory.</summary>
    internal const int OutOfMemory = 86;

    /// <param name="arguments">One: the settings as JSON.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(IReadOnlyList<string> arguments)
    {
        var settings = VisionSettings.Parse(arguments[0]);
        Codec.Load();
        ProcessLimits.Apply();
        ProcessLimits.EndWithParent();
        try
        {
            await Serve(new PhotoPipeline(settings.Thresholds, settings.Preprocessing));
            return 0;
        }
        catch (Exception fault) when (fault is OutOfMemoryException || (fault is VipsException native && Codec.IsOutOfMemory(native)))
        {
            return OutOfMemory;
        }
    }

    private static async Task Serve(PhotoPipeline pipeline)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        // What a library prints must not end up between the frames.
        Console.SetOut(TextWriter.Null);
        await VisionProtocol.Write(output, Array.Empty<byte>(), CancellationToken.None);
        while (await VisionProtocol.Read(input, CancellationToken.None) is { } frame)
        {
            var answer = Answer(pipeline, VisionProtocol.UnpackRequest(frame));
            await VisionProtocol.Write(output, VisionProtocol.Pack(answer), CancellationToken.None);
        }
    }

    private static VisionAnswer Answer(PhotoPipeline pipeline, VisionRequest request)
    {
        try
        {
            return request.Operation switch
            {
                VisionOperation.Examine => pipeline.Examine(request.Photo, request.Views) switch
                {
                    ExaminationResult.Examined examined => new VisionAnswer.Examined(examined),
                    ExaminationResult.Refused refused => new VisionAnswer.Refused(refused.Code),
                    var other => throw new InvalidOperationException($"{other}"),
                },
                VisionOperation.Prepare => new VisionAnswer.Inputs(pipeline.Prepare(request.Photo, request.Views)),
                VisionOperation.Preprocess => pipeline.Preprocess(request.Photo) switch
                {
                    PreprocessingResult.Prepared prepared => new VisionAnswer.Inputs([prepared.Input]),
                    PreprocessingResult.Refused refused => new VisionAnswer.Refused(refused.Code),
                    var other => throw new InvalidOperationException($"{other}"),
                },
                VisionOperation.Render => new VisionAnswer.Picture(pipeline.Render(request.Photo, request.Views[0])),
                var operation => throw new InvalidOperationException($"{operation}"),
            };
        }
        catch (InvalidDataException)
        {
            return new VisionAnswer.Damaged();
        }
    }
}
