using System.Buffers.Binary;
using System.Collections.Immutable;
using Crowdsource.Domain.Imaging;
using Crowdsource.Updates.Bundles;

namespace Crowdsource.Updates.Golden;

/// <summary>Which synthetic pictures a model is sure enough about to be tested on: margins so large that rounding cannot turn them.</summary>
internal static class GoldenSelection
{
    /// <summary>The most examples of each kind; a tensor costs 300 KB once, since it is the same file every night.</summary>
    private const int Kept = 3;

    /// <summary>Between the two largest probabilities. Where too few pictures reach it, those with the largest margins are kept.</summary>
    private const float WantedMargin = 0.2f;

    public static IReadOnlyList<Candidate> Select(Preprocessing preprocessing, Func<float[], float[]> predict)
    {
        var candidates = Enumerable.Range(0, SyntheticPictures.Count)
            .Select(index => Candidate.Of(index, preprocessing, predict))
            .OrderByDescending(candidate => candidate.Margin)
            .ThenBy(candidate => candidate.Index)
            .ToList();
        var sure = candidates.Count(candidate => candidate.Margin >= WantedMargin);
        var eligible = candidates.Take(Math.Max(sure, Kept)).ToList();

        // Different answers first: examples that all say the same label would not notice swapped labels.
        return [.. eligible.GroupBy(candidate => candidate.Top).Select(group => group.First())
            .Concat(eligible)
            .Distinct()
            .Take(Kept)
            .OrderBy(candidate => candidate.Index)];
    }

    internal sealed class Candidate
    {
        private Candidate(int index, RgbImage picture, RgbImage input, float[] tensor, float[] probabilities, float[] tensorProbabilities)
        {
            Index = index;
            Picture = picture;
            Input = input;
            Tensor = tensor;
            Probabilities = probabilities;
            TensorProbabilities = tensorProbabilities;
        }

        public int Index { get; }

        public RgbImage Picture { get; }

        /// <summary>What the preprocessing makes of the picture.</summary>
        public RgbImage Input { get; }

        /// <summary>The same as numbers in the layout of the preprocessing, rounded to 16 bits.</summary>
        public float[] Tensor { get; }

        public float[] Probabilities { get; }

        public float[] TensorProbabilities { get; }

        public int Top => TopOf(Probabilities);

        public float Margin => Math.Min(MarginOf(Probabilities), MarginOf(TensorProbabilities));

        public string PictureFile => $"golden/picture-{Index:00}.png";

        public string TensorFile => $"golden/tensor-{Index:00}.f16";

        public static Candidate Of(int index, Preprocessing preprocessing, Func<float[], float[]> predict)
        {
            var picture = SyntheticPictures.Render(index);
            var input = preprocessing.Apply(picture);
            var exact = new float[preprocessing.TensorLength];
            (preprocessing with { Layout = Preprocessing.Nchw }).ToTensor(input, exact);
            var rounded = Rounded(exact);
            var (probabilities, tensorProbabilities) = (predict(exact), predict(rounded));
            preprocessing.ToTensor(input, exact);
            return new Candidate(index, picture, input, Rounded(exact), probabilities, tensorProbabilities);
        }

        public byte[] TensorBytes()
        {
            var bytes = new byte[Tensor.Length * sizeof(ushort)];
            for (var i = 0; i < Tensor.Length; i++)
            {
                BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * sizeof(ushort)), (Half)Tensor[i]);
            }

            return bytes;
        }

        public PreprocessingVector Vector()
        {
            const int Step = 37, Tolerance = 1;
            var pixels = ImmutableArray.CreateBuilder<int[]>();
            for (var y = Step / 2; y < Input.Height; y += Step)
            {
                for (var x = Step / 2; x < Input.Width; x += Step)
                {
                    var at = Input.Row(y).Slice(x * RgbImage.Channels, RgbImage.Channels);
                    pixels.Add([x, y, at[0], at[1], at[2]]);
                }
            }

            return new PreprocessingVector(PictureFile, Tolerance, pixels.ToImmutable());
        }

        private static float[] Rounded(float[] tensor) => Array.ConvertAll(tensor, value => (float)(Half)value);

        private static float MarginOf(float[] probabilities)
        {
            var sorted = probabilities.OrderDescending().Take(2).ToArray();
            return sorted[0] - sorted[1];
        }
    }

    internal static int TopOf(float[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
