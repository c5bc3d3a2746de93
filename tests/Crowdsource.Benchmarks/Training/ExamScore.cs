using System.Runtime.InteropServices;

namespace Crowdsource.Benchmarks.Training;

/// <summary>Top-1 on the exam: upright, the mean of both rotations, the mean of both blurs.</summary>
internal sealed record ExamScore(double Upright, double Rotated, double Blurred)
{
    public static ExamScore Of(string folder, string model, TrainingTask task)
    {
        var answers = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(folder, $"{model}.i32"))).ToArray();
        if (answers.Length != task.ExamTruth.Count * TrainingTask.Views)
        {
            throw new InvalidDataException($"{model} gave {answers.Length} answers to {task.ExamTruth.Count} photos.");
        }

        double Top1(int view) => task.ExamTruth.Where((truth, photo) => answers[(photo * TrainingTask.Views) + view] == truth).Count() / (double)task.ExamTruth.Count;
        return new ExamScore(Top1(0), (Top1(1) + Top1(2)) / 2, (Top1(3) + Top1(4)) / 2);
    }
}
